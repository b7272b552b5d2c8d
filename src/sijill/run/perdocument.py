"""All documents of a record through read, extract and resolve, from the cache where nothing changed."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from ..errors import SijillError
from ..model import Capture, Claim, Document, Unread, from_json, to_json
from ..record import Archive
from ..record.schema import canonical_document
from ..record.warc import Event
from ..sharing import share_parts
from .cache import StageCache, digest_stage, make_key
from .document import NOT_CODED, Outcome, Task
from .options import BuildOptions, Progress
from .pool import choose_jobs, work_tasks

BATCH = 256  # documents whose bytes are held at once


class Extracted(msgspec.Struct, frozen=True):
    """What the cache keeps of an extraction: the claims, or that the extractor does not read the language."""

    claims: tuple[Claim, ...]
    coded: bool = True


class Worked:
    """What came of all documents, in an order that depends on none of their times."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.claims: list[Claim] = []
        self.unread: list[Unread] = []
        self.debug: list[str] = []
        self.read_now = self.extracted_now = 0


class DocumentStages:
    """The three stages of a document, for one build."""

    def __init__(
        self,
        archive: Archive,
        cache: StageCache,
        pack_name: str,
        options: BuildOptions,
        tools: tuple[Any, Any, Any],
        spark: Any = None,
    ):
        self.archive, self.cache, self.pack_name, self.options = archive, cache, pack_name, options
        pack, extractor, _ = tools
        self.digest = pack.digest
        self.spark = spark  # an engine that works the tasks, instead of processes of this machine
        self.extractor_key = make_key(extractor.name, extractor.version, digest_stage("extract"), self.digest)

    def work_documents(self, progress: Progress) -> Worked:
        """Every live capture of the archive as a document with its claims, or as an Unread."""
        worked, size = Worked(), self.spark.batch if self.spark else BATCH
        events = self.archive.live_events()
        progress.start("documents", len(events))
        documents: dict[str, tuple[Document, tuple[Claim, ...]]] = {}
        waiting = iter(events)
        while batch := list(islice(waiting, size)):
            for outcome in self._work_batch(batch, worked):
                if outcome.unread is not None:
                    worked.unread.append(outcome.unread)
                    worked.debug += [outcome.debug] if outcome.debug else []
                else:
                    # The same bytes under the same name in two folders are one document.
                    documents[outcome.document.id] = (outcome.document, outcome.claims)
                progress.advance()
            self.cache.commit()
        worked.documents = [documents[key][0] for key in sorted(documents)]
        claims = {claim.id: claim for key in sorted(documents) for claim in documents[key][1]}
        worked.claims = list(share_parts(claims.values()))
        worked.unread.sort(key=to_json)
        return worked

    def _work_batch(self, events: list[Event], worked: Worked) -> Iterator[Outcome]:
        tasks = []
        for index, event in enumerate(events):
            done = self._recall(index, event)
            if isinstance(done, Outcome):
                yield done
            else:
                tasks.append(done)
        by_index = {task.index: task for task in tasks}
        for outcome in self._work(tasks):
            event = events[outcome.index]
            self._remember(event, by_index[outcome.index], outcome, worked)
            yield outcome

    def _work(self, tasks: list[Task]) -> Iterator[Outcome]:
        if self.spark:
            return self.spark.work(tasks)
        return work_tasks(tasks, choose_jobs(self.options.jobs, len(tasks)))

    def _recall(self, index: int, event: Event) -> Outcome | Task:
        """The outcome where the cache has all of it, else the task of making what it lacks."""
        task = Task(
            index=index, pack=self.pack_name, extractor=self.options.extractor, options=dict(event.options)
        )
        data = self.cache.get("read", self._read_key(event))
        if data is None:
            try:
                payload = self.archive.get(event.content_hash)
            except SijillError as error:  # bytes damaged on disk: one document lost, not the build
                unread = Unread(
                    source=event.source,
                    problem=error.what,
                    remedy=error.remedy,
                    content_hash=event.content_hash,
                )
                return Outcome(index=index, unread=unread)
            return msgspec.structs.replace(task, capture=make_capture(event, payload))
        document = from_json(data, Document)
        task = msgspec.structs.replace(task, document=document)
        data = self.cache.get("extract", self._extract_key(document))
        if data is None:
            return task
        extracted = from_json(data, Extracted)
        if not extracted.coded:
            flags = tuple(dict.fromkeys((*document.flags, NOT_CODED)))
            return Outcome(index=index, document=msgspec.structs.replace(document, flags=flags), extracted=())
        data = self.cache.get("resolve", self._resolve_key(document))
        if data is None:
            return msgspec.structs.replace(task, claims=extracted.claims)
        claims = from_json(data, tuple[Claim, ...])
        return Outcome(index=index, document=document, extracted=extracted.claims, claims=claims)

    def _remember(self, event: Event, task: Task, outcome: Outcome, worked: Worked) -> None:
        worked.read_now += task.document is None
        worked.extracted_now += task.claims is None
        if outcome.document is None:
            return
        coded = NOT_CODED not in outcome.document.flags
        flags = tuple(flag for flag in outcome.document.flags if flag != NOT_CODED)
        document = msgspec.structs.replace(outcome.document, flags=flags)
        digest = event.content_hash
        if task.document is None:
            self.cache.put("read", self._read_key(event), to_json(document), digest)
        if task.claims is None:
            extracted = Extracted(outcome.extracted or (), coded)
            self.cache.put("extract", self._extract_key(document), to_json(extracted), digest)
        self.cache.put("resolve", self._resolve_key(document), to_json(outcome.claims), digest)

    def _read_key(self, event: Event) -> str:
        known = (event.content_hash, event.source, event.url, event.media_type, event.captured.when)
        given = (to_json(event.meta), to_json(event.options))
        return make_key(*known, *given, digest_stage("read"), self.digest)

    def _extract_key(self, document: Document) -> str:
        return make_key(to_json(canonical_document(document)), self.extractor_key)

    def _resolve_key(self, document: Document) -> str:
        return make_key(self._extract_key(document), digest_stage("resolve"))


def make_capture(event: Event, payload: bytes) -> Capture:
    """The capture as it was when it was archived."""
    return Capture(
        source=event.source,
        payload=payload,
        media_type=event.media_type,
        captured=event.captured,
        url=event.url,
        content_hash=event.content_hash,
        meta=event.meta,
    )
