"""The stages of a document where a language model is asked: read and plan, ask for many at once, then resolve."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ..extract.llm import Plan
from ..extract.llm.asking import Asker, Limits
from ..extract.llm.coding import Coded
from ..extract.llm.cost import read_price
from ..extract.llm.store import AnswerStore
from ..model import Claim, Document, to_json
from ..record.warc import Event
from .choosing import read_served
from .document import CODED_IN_PART, Outcome, Task, cut_text
from .extractors import UnansweredError
from .options import BuildOptions, ModelReport, Progress, Silence
from .perdocument import DocumentStages, Extracted, Worked
from .pool import choose_jobs, work_tasks

GAPS = "coded_with_gaps"  # a model has not answered for all of the document


class AskingStages(DocumentStages):
    """The stages for an extractor that asks a model."""

    def __init__(
        self, archive: Any, cache: Any, pack_name: str, options: BuildOptions, tools: tuple[Any, Any, Any],
        store: AnswerStore,
    ):  # fmt: skip
        super().__init__(archive, cache, pack_name, options, tools)
        self.extractor, self.store = tools[1], store
        settings = self.extractor.settings
        if not options.ask:
            settings = msgspec.structs.replace(settings, url=None)
        self.progress: Progress = Silence()
        self.asker = Asker(settings, store, read_limits(options), tell=lambda told: self.progress.note(told))
        self.lost = self.left_out = self.unrepaired = 0
        self.gaps: list[str] = []

    def work_documents(self, progress: Progress) -> Worked:
        """Every live capture of the archive as a document with its claims, or as an Unread."""
        self.progress = progress
        with self.asker:
            worked = super().work_documents(progress)
        self._check_answered(worked)
        self.store.keep_failures(document.id for document in worked.documents)
        return worked

    def _check_answered(self, worked: Worked) -> None:
        """Without a server a version is made of answers at hand; where there are none, or none of a claim, it is not made.

        A rebuild that asks nobody (forget, erase) goes on all the same.
        """
        if not self.gaps or self.asker.client is not None or not self.options.ask:
            return
        whole = (one for one in worked.documents if GAPS not in one.flags)
        answered = self.asker.tell_spent().recalled or any(
            self.store.has_answer(one.content_hash) for one in whole
        )
        emptied = not worked.claims and read_served(self.options.root).get("counts", {}).get("claims", 0) > 0
        if not answered or emptied:
            raise UnansweredError(str(self.options.extractor), emptied=bool(answered))

    def _work_batch(self, events: list[Event], worked: Worked) -> Iterator[Outcome]:
        tasks: list[Task] = []
        for index, event in enumerate(events):
            done = self._recall(index, event)
            if isinstance(done, Outcome):
                yield done
            else:
                tasks.append(done)
        planned: dict[int, tuple[Document, Plan]] = {}
        for outcome in self._plan(events, [task for task in tasks if task.claims is None], worked):
            if outcome.unread is not None:
                yield outcome
            else:
                planned[outcome.index] = (outcome.document, msgspec.convert(outcome.plan, Plan))
        coded = self._ask(planned)
        resolving = [task for task in tasks if task.claims is not None]
        extracted: dict[int, tuple[Claim, ...]] = {}
        for index, (document, plan) in planned.items():
            extracted[index] = self.extractor.finish(plan, coded[index])
            task = next(one for one in tasks if one.index == index)
            resolving.append(
                msgspec.structs.replace(task, capture=None, document=document, claims=extracted[index])
            )
        for outcome in work_tasks(resolving, choose_jobs(self.options.jobs, len(resolving))):
            index = outcome.index
            if outcome.document is None:
                yield outcome
            elif index in planned:
                worked.extracted_now += 1
                yield self._keep(events[index], outcome, planned[index], coded[index], extracted[index])
            else:
                self.cache.put(
                    "resolve",
                    self._resolve_key(outcome.document),
                    to_json(outcome.claims),
                    events[index].content_hash,
                )
                yield outcome

    def _plan(self, events: list[Event], tasks: list[Task], worked: Worked) -> Iterator[Outcome]:
        """Each document read, with what to ask about it."""
        left = []
        self.progress.start("reading", len(tasks))
        for task in tasks:
            data = self.cache.get("plan", self._extract_key(task.document)) if task.document else None
            if data is not None:
                yield Outcome(index=task.index, document=task.document, plan=msgspec.json.decode(data))
            else:
                left.append(msgspec.structs.replace(task, plan_only=True))
        reading = {task.index for task in left if task.document is None}
        for outcome in work_tasks(left, choose_jobs(self.options.jobs, len(left))):
            event = events[outcome.index]
            self.progress.advance()
            worked.read_now += outcome.index in reading
            if outcome.document is not None:
                if outcome.index in reading:
                    self.cache.put(
                        "read", self._read_key(event), to_json(outcome.document), event.content_hash
                    )
                key = self._extract_key(outcome.document)
                self.cache.put("plan", key, to_json(outcome.plan), event.content_hash)
            yield outcome

    def _ask(self, planned: dict[int, tuple[Document, Plan]]) -> dict[int, Coded]:
        """What the model made of each document; documents with nothing to ask about are done at once."""
        coded = {index: Coded() for index, (_, plan) in planned.items() if not plan.windows}
        wanted = {index: one for index, one in planned.items() if one[1].windows}
        indexes: dict[str, list[int]] = {}
        for index, (document, _) in wanted.items():
            indexes.setdefault(document.id, []).append(index)
        self.progress.start("asking the model", len(wanted))
        queue = [(_cut(wanted[found[0]][0]), wanted[found[0]][1].windows) for found in indexes.values()]
        for document, found in self.asker.code_all(queue, self.extractor.reference, self.progress.advance):
            for index in indexes[document.id]:
                coded[index] = found
        self.progress.start("resolving", None)
        return coded

    def _keep(
        self, event: Event, outcome: Outcome, planned: tuple[Document, Plan], coded: Coded,
        extracted: tuple[Claim, ...],
    ) -> Outcome:  # fmt: skip
        """The outcome, in the cache where nothing is lacking; what had no proof is counted and listed."""
        document, _ = planned
        self.lost += sum(one.lost for one in coded.failures)
        self.left_out += sum(not one.lost for one in coded.failures)
        self.unrepaired += coded.unrepaired
        rows = [
            (document.source, self.extractor.model, one.place, one.what, one.said, one.lost)
            for one in coded.failures
        ]
        self.store.note_failures(document.id, event.content_hash, rows)
        if coded.missing:
            self.gaps.append(document.source)
            flags = tuple(dict.fromkeys((*document.flags, GAPS)))
            return msgspec.structs.replace(
                outcome, document=msgspec.structs.replace(outcome.document, flags=flags)
            )
        if not coded.unrepaired:
            data = to_json(Extracted(extracted, True))
            self.cache.put("extract", self._extract_key(document), data, event.content_hash)
            self.cache.put(
                "resolve", self._resolve_key(document), to_json(outcome.claims), event.content_hash
            )
        return outcome

    def report(self, claims: list[Claim]) -> ModelReport:
        """What the model was asked in this build, and what it cost."""
        spent = self.asker.tell_spent()
        stopped = spent.stopped
        if self.gaps and self.asker.client is None and self.options.ask:
            stopped = "SIJILL_LLM_URL names no server, so only answers at hand were used"
        return ModelReport(
            model=self.extractor.model, asked=spent.asked, recalled=spent.recalled, tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out, money=spent.money, lost=self.lost, left_out=self.left_out,
            unrepaired=self.unrepaired, review=sum(claim.review is not None for claim in claims),
            gaps=tuple(sorted(self.gaps)), stopped=stopped, problems=tuple(self.asker.problems[:5]),
        )  # fmt: skip


def read_limits(options: BuildOptions) -> Limits:
    """What a build may spend."""
    return Limits(
        concurrency=options.concurrency, tokens=options.token_budget, money=options.budget, price=read_price(options.price)
    )  # fmt: skip


def _cut(document: Document) -> Document:
    """The part of a very long document that is coded at all."""
    if CODED_IN_PART in document.flags:
        return msgspec.structs.replace(document, text=cut_text(document.text))
    return document
