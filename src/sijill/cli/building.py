"""The verbs that change what a record is made of: build, forget, erase."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from ..errors import SijillError
from ..model import Unread, to_dict
from ..run.inputs import NothingReadError
from ..run.options import BuildOptions, BuildReport, Silence
from .app import INTERRUPTED, Verb
from .asking import take_record
from .models import check_limits, take_limits, write_estimate
from .printing import clean_text, emit, make_console, note
from .summary import write_summary

LISTED = 20  # inputs that could not be read and are named; the table has all


@click.command(cls=Verb)
@click.argument("sources", nargs=-1, metavar="SOURCES…")
@take_record
@click.option(
    "--pack",
    metavar="NAME|DIR",
    help="Names and words of the conflict.  [default: the record's own; at first by the names in the reports]",
)
@click.option(
    "--extractor",
    metavar="NAME",
    help="What finds the claims: embedded, llm (a language model), or both.  [default: the record's own; at first embedded]",
)
@click.option("--published", metavar="DAY", help="Publication day of these sources, over what they say.")
@click.option("--publisher", metavar="NAME", help="Publisher of these sources.")
@click.option("--title", metavar="TEXT", help="Title of these sources.")
@click.option("--language", metavar="CODE", help="Language of these sources, as two letters (en, ar).")
@click.option(
    "--engine",
    type=click.Choice(("local", "spark")),
    default="local",
    show_default=True,
    help="Where the work of a build is done.",
)
@click.option("--jobs", "-j", type=click.IntRange(min=0), default=0, metavar="N",
              help="Processes to use.  [default: as many as the machine has, where it pays]")  # fmt: skip
@click.option(
    "--keep", type=click.IntRange(min=1), default=5, show_default=True, metavar="N", help="Versions kept."
)
@click.option("--fresh", is_flag=True, help="Forget the sources of earlier builds first (their bytes stay).")
@take_limits
@click.option(
    "--dry-run", is_flag=True, help="Only say what a language model would be asked and what it would cost."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary; problems are still told.")
@click.pass_context
def build(
    ctx: click.Context, sources: tuple[str, ...], record: str, dry_run: bool, as_json: bool, quiet: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Read SOURCES into the record and work out what they say.

    SOURCES are files, folders, http(s) addresses, feeds, or - for standard input.

    Sources add up: a build keeps those of earlier builds, reads a changed file anew in place of its earlier
    state, and touches nothing that did not change. `--published` and the like stay with a source until
    another value is given. With no SOURCES the record is made again from its archive. A document that
    cannot be read is listed and stops nothing; the record that was served stays served until the new one is
    whole. Where nothing at all could be read, no record is begun.

    The names of actors, places and outlets come from a pack. Without `--pack` a new record takes the shipped
    pack of the war whose actors and places a quarter of the reports name, else `world`, and keeps it. The
    summary says which, and the commonest names that it does not know; `sijill pack new` begins one of your own.

    `--extractor llm` asks the model that SIJILL_LLM_URL, SIJILL_LLM_MODEL and SIJILL_LLM_KEY name, `both` only where the
    embedded extractor is unsure or cannot read; docs/llm.md says how, and what leaves the machine. Answers are kept in
    the record, so nothing is asked twice, and a build that was stopped goes on where it was.
    """
    check_limits(BuildOptions(record=record, **options))
    if dry_run:
        emit(write_estimate(sources, BuildOptions(record=record, **options), as_json=as_json))
        return
    try:
        report = run_build(sources, BuildOptions(record=record, **options), quiet=quiet)
    except NothingReadError as error:
        tell_unread(error.unread)
        raise
    debug = ctx.find_root().meta.get("sijill.debug", False)
    tell_problems(report, debug=debug)
    if as_json:
        emit(json.dumps(to_dict(report), ensure_ascii=False, indent=1) + "\n")
    elif not quiet:
        emit(write_summary(report, record))


@click.command(cls=Verb)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES…")
@take_record
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
def forget(sources: tuple[str, ...], record: str, quiet: bool) -> None:
    """Take SOURCES out of the record and build it again.

    SOURCES are paths or addresses as they were given to build; a folder takes out all below it.

    The archive keeps their bytes, and building with them again brings them back. To remove bytes for good,
    as a law may require, use `sijill erase`.
    """
    from ..read.unit import note_capture
    from ..record import Archive, lock_record
    from ..record.folder import archive_path
    from ..record.reader import find_version

    find_version(Path(record))
    with lock_record(Path(record)), Archive(archive_path(Path(record)), writable=True) as archive:
        gone = []
        for source in sources:
            found = archive.forget(source, note_capture("forget"))
            if not found:
                raise SijillError(
                    "no source of the record has this name",
                    where=source,
                    remedy="give its path or address as it was given to build; `sijill documents` lists them",
                )
            gone += found
    for name in gone:
        note(f"forgotten: {name}")
    report = run_build((), BuildOptions(record=record, ask=False), quiet=quiet)
    if not quiet:
        emit(write_summary(report, record))


@click.command(cls=Verb)
@click.argument("document", metavar="DOCUMENT")
@take_record
@click.option(
    "--why", required=True, metavar="TEXT", help="The reason, for the tombstone (no personal data)."
)
@click.option("--who", metavar="NAME", help="Who ordered it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def erase(ctx: click.Context, document: str, record: str, why: str, who: str | None, yes: bool) -> None:
    """Erase DOCUMENT for good, as a law may require.

    DOCUMENT is an id, a source name (all states of it that were ever taken) or a content hash. What was
    forgotten before can be erased too: `archive/captures.jsonl` lists every source with its hash.

    Its bytes leave the archive, its words leave every version and the decision logs, and older versions
    that hold it are removed. A tombstone keeps its hash, the day and the reason, so that it is not taken in
    again.
    """
    from ..model import document_id
    from ..record import Archive, Record, lock_record
    from ..record.decisions import erase_quotes
    from ..record.folder import answers_path, archive_path, cache_path
    from ..run.cache import StageCache

    root = Path(record)
    with Record.open(record) as opened:
        archive = Archive(archive_path(root))
        payloads = find_payloads(archive, document)
        documents = opened.documents()
    known = [event for event in archive.events if event.content_hash in payloads]
    erased = {document_id(event.source, event.content_hash) for event in known}
    tied = {one.source for one in documents if erased & {tie.document for tie in one.copy_of}}
    tied |= {tie.document for one in documents if one.id in erased for tie in one.copy_of} - erased
    names = ", ".join(sorted({name for found in payloads.values() for name in found}))
    states = "" if len(payloads) == 1 else f" ({len(payloads)} states of it)"
    if not yes and not ask_whether(f"Erase {names}{states} for good?"):
        note("nothing was erased")
        ctx.exit(INTERRUPTED)
    with lock_record(root):
        with Archive(archive_path(root), writable=True) as archive:
            stones = [archive.erase(digest, why=why, who=who or "") for digest in payloads]
        with StageCache(cache_path(root)) as cache:
            for digest in payloads:
                cache.erase(digest)
        if answers_path(root).is_file():
            from ..extract.llm.store import AnswerStore

            with AnswerStore(answers_path(root)) as answers:
                for digest in payloads:
                    answers.erase(digest)
        quoted = erase_quotes(root, erased)
    run_build((), BuildOptions(record=record, ask=False), quiet=True)
    for stone in stones:
        emit(f"Erased {stone.content_hash} on {stone.when}.\n")
    if quoted:
        it, they = ("it keeps", "") if quoted == 1 else ("they keep", "s")
        emit(f"{quoted} decision{they} quoted it; {it} a hash of its words instead.\n")
    if tied:
        note(f"These share its text and are still in the record: {', '.join(sorted(tied))}")
    note("Copies of the record elsewhere, and exports made from it, are yours to erase.")


def find_payloads(archive: Any, key: str) -> dict[str, list[str]]:
    """The hashes that the key names, with their sources, whether still read or forgotten; none is an error."""
    found = archive.find_payloads(key) if key.strip() else {}
    if not found:
        raise SijillError(
            "no document in the archive has this id, name or hash",
            where=key or "DOCUMENT",
            remedy=f"give a source or content_hash of {archive.path / 'captures.jsonl'}: it lists forgotten ones too",
        )
    return found


def ask_whether(question: str) -> bool:
    """True when a person says yes; no, or nobody there to answer, is a no."""
    try:
        return click.confirm(clean_text(question), err=True)
    except click.Abort:
        return False


def run_build(sources: tuple[str, ...], options: BuildOptions, *, quiet: bool = False) -> BuildReport:
    """A build, with its progress on the terminal unless it is not wanted there."""
    from ..run import build_record

    if quiet or not sys.stderr.isatty():
        return build_record(sources, options, Silence())
    with Bars() as bars:
        return build_record(sources, options, bars)


class Bars:
    """The progress of a build as bars: stage, counts, time left."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), console=make_console(stderr=True), transient=True,
        )  # fmt: skip
        self._task: Any = None

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._progress.stop()

    def start(self, stage: str, total: int | None) -> None:
        """The bar of the stage before is done, that of this one begins."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(stage, total=total)

    def advance(self, steps: int = 1) -> None:
        """The bar is longer."""
        self._progress.advance(self._task, steps)

    def note(self, message: str) -> None:
        """The message stands above the bar."""
        self._progress.console.print(clean_text(message))


def tell_problems(report: BuildReport, *, debug: bool) -> None:
    """Everything that a person should know although the build ended well, on standard error."""
    for message in report.messages:
        note(message)
    tell_unread(report.unread)
    if debug:
        for trace in report.debug:
            note(trace)


def tell_unread(unread: Sequence[Unread]) -> None:
    """What could not be read and why, on standard error."""
    for one in unread[:LISTED]:
        note(
            f"not read: {one.source}: {one.problem}"
            + say_left_out(one)
            + (f"; {one.remedy}" if one.remedy else "")
        )
    if len(unread) > LISTED:
        note(f"not read: {len(unread) - LISTED} more; `sijill documents --unread` lists all")


def say_left_out(unread: Unread) -> str:
    """Which report was left out with a sidecar that cannot be believed."""
    from ..read.sidecar import SUFFIX, find_documents

    path = Path(unread.source)
    beside = find_documents(path) if path.name.endswith(SUFFIX) and path.is_file() else []
    return f", so {', '.join(str(one) for one in beside)} was left out too" if beside else ""
