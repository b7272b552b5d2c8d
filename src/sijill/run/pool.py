"""Tasks worked off in this process or in several, with the same outcomes in the same order of tasks."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from ..model import Unread
from .document import Outcome, Task, work_task

WORTH_A_PROCESS = 24  # tasks; below that, starting a process takes longer than it saves


def choose_jobs(wanted: int, tasks: int) -> int:
    """How many processes to use: what was asked for, or what the machine has once there is enough to do.

    >>> choose_jobs(4, 100), choose_jobs(0, 3)
    (4, 1)
    """
    if wanted > 0:
        return min(wanted, max(1, tasks))
    return max(1, min(os.cpu_count() or 1, tasks // WORTH_A_PROCESS))


def work_tasks(
    tasks: Sequence[Task], jobs: int, work: Callable[[Task], Outcome] = work_task
) -> Iterator[Outcome]:
    """The outcome of every task, as each is done; a task whose process dies is an Unread like any other
    failure.
    """
    if jobs <= 1:
        yield from map(work, tasks)
        return
    left = {task.index: task for task in tasks}
    try:
        for outcome in _work_together(list(tasks), jobs, work):
            del left[outcome.index]
            yield outcome
    except BrokenProcessPool:
        # One document killed its process (memory, most often). Each of the rest gets a process of its own
        # to find it.
        for task in left.values():
            try:
                yield from _work_together([task], 1, work)
            except BrokenProcessPool:
                yield Outcome(index=task.index, unread=_died(task))


def _work_together(tasks: list[Task], jobs: int, work: Callable[[Task], Outcome]) -> Iterator[Outcome]:
    # Processes whose small matrix products each start threads of their own wait for each other: a quarter of the speed.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_leave_interrupts)
    try:
        waiting = [pool.submit(work, task) for task in tasks]
        for done in as_completed(waiting):
            yield done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that builds to answer


def _died(task: Task) -> Unread:
    held = task.capture or task.document
    return Unread(
        source=held.source,
        problem="the process that worked on it was killed, most likely for want of memory",
        remedy="it is kept in the archive; split it into smaller files, or build with fewer --jobs",
        content_hash=held.content_hash,
    )
