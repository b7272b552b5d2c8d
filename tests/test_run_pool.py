"""Several processes give the outcomes that one gives, and one that dies takes only its own document along."""

import os

import pytest

from sijill.model import Document, Unread
from sijill.run.document import Outcome, Task
from sijill.run.pool import work_tasks


def make_task(index, text):
    document = Document(id=f"d-{index}", content_hash=str(index), source=f"{index}.txt", text=text)
    return Task(index=index, pack="", extractor="", options={}, document=document)


def work(task):
    """Stands for the stages: the word DIE ends the process as a lack of memory does."""
    if "DIE" in task.document.text:
        os._exit(9)
    return Outcome(index=task.index, document=task.document)


@pytest.mark.parametrize("jobs", [1, 2])
def test_pool_outcomes_do_not_depend_on_the_number_of_processes(jobs):
    tasks = [make_task(index, "text") for index in range(4)]
    outcomes = sorted(work_tasks(tasks, jobs, work), key=lambda outcome: outcome.index)
    assert [outcome.document for outcome in outcomes] == [task.document for task in tasks]


def test_pool_a_dead_process_costs_one_document():
    tasks = [make_task(0, "text"), make_task(1, "DIE"), make_task(2, "text")]
    outcomes = {outcome.index: outcome for outcome in work_tasks(tasks, 2, work)}
    assert set(outcomes) == {0, 1, 2}
    assert outcomes[0].document and outcomes[2].document
    assert isinstance(outcomes[1].unread, Unread) and "killed" in outcomes[1].unread.problem
