"""A build: sources and archive in, a new version of the record out."""

import os
import platform
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb

from .. import __version__
from ..carriers import Carrier
from ..errors import SijillError
from ..link import Memory
from ..link.weights import Weights, pick_weights
from ..model import (
    Capture,
    Captured,
    Claim,
    Decision,
    Document,
    Incident,
    Unread,
    document_id,
    replace,
    to_json,
)
from ..packs import check_pack
from ..read.datasets.reports import IMPORTED
from ..read.options import ReadOptions
from ..record import Archive, Contents, Record, RecordWriter, lock_record, read_decisions
from ..record.archive import name_source
from ..record.decisions import list_standing
from ..record.folder import answers_path, archive_path, cache_path, is_record, list_versions, read_current
from ..record.schema import settle_contents
from .cache import StageCache, digest_stage, make_key
from .choosing import choose_pack, is_pack_named, read_served, sample_texts
from .decided import apply_decided, find_edited
from .document import CODED_IN_PART, NOT_CODED, load_tools
from .engines import open_engine
from .extractors import UnansweredError, asks_model, check_reachable, choose_extractor
from .following import follow_claims, read_gone
from .inputs import NothingReadError, check_options, remove_unbuilt, tidy_unread
from .links import recall_links, remember_links
from .models import read_model
from .options import BuildOptions, BuildReport, Progress, Silence
from .perdocument import DocumentStages, Worked
from .telling import list_given, list_outside, list_warnings, tell_pack_before
from .unknown import find_unknown

LIBRARIES = ("duckdb", "onnxruntime", "numpy", "msgspec", "datasketch", "rapidfuzz", "lxml", "trafilatura")


def build_record(
    sources: Iterable[str | os.PathLike], options: BuildOptions, progress: Progress | None = None
) -> BuildReport:
    """A new version of the record is served, made of its earlier sources and these; the report says what is
    in it.

    With no sources it is made anew from the archive. Whatever stops it, the version served before stays
    served.
    """
    from ..read import find_captures

    started, progress, options = time.time(), progress or Silence(), check_options(options)
    root, names = options.root, [os.fspath(source) for source in sources]
    check_folder(root, names)
    inputs = [path for name in names for path in list_outside(name, root)]
    read_options = ReadOptions(**list_given(options))
    served = read_served(root)
    known = options.pack or served
    texts = () if known else sample_texts(inputs, read_options)
    named, pack_name = is_pack_named(root, options.pack), choose_pack(root, options.pack, texts)
    options = replace(options, extractor=choose_extractor(root, options.extractor))
    check_reachable(root, options)
    tools = load_tools(pack_name, options.extractor)
    found = find_captures(inputs, read_options) if inputs else iter(())
    existed, begun = root.exists(), is_record(root)
    with lock_record(root):
        try:
            writer = RecordWriter(root)
            with (
                Archive(archive_path(root), writable=True) as archive,
                StageCache(cache_path(root)) as cache,
                open_answers(root, options) as answers,
                open_engine(options, pack_name, tools) as engine,
            ):
                messages = [*writer.messages, *archive.messages, *list_warnings(options, tools[1])]
                if options.fresh:
                    forget_all(archive)
                taken = take_captures(archive, found, options, progress)
                stages = choose_stages((archive, cache, pack_name, tools), options, answers, engine)
                worked = stages.work_documents(progress)
                worked.unread = [tidy_unread(one) for one in (*taken.unread, *worked.unread)]
                # Where a stage failed it is for us to mend, and the bytes are kept for that.
                if not (worked.documents or worked.debug or list_versions(root)):
                    raise NothingReadError(names, worked.unread)
                model = read_model(root)
                previous = read_previous(root, worked, messages)
                before = previous, recall_links(root, (*tools, model), served)
                contents, links = derive_contents(root, worked, before, (*tools, model), progress, engine)
                cache.drop_unused()
                messages += getattr(engine, "messages", ())
        except SijillError as error:
            if not begun:
                remove_unbuilt(root, existed, isinstance(error, NothingReadError | UnansweredError))
            raise
        progress.start("write", None)
        manifest = write_manifest(started, options, names, contents, (*tools, named), model)
        same = writer.find_unchanged(contents, manifest)
        number = same or writer.write_version(contents, manifest, options.keep)
        writer.remove_erased(number)
        remember_links(root, (*tools, model), read_served(root), links)
    report = write_report(number, contents, taken, worked, (messages, time.time() - started))
    asked = stages.report(contents.claims) if answers is not None else None
    return replace(
        report,
        model=asked,
        changed=same is None,
        pack_named=named,
        pack_before=tell_pack_before(served, manifest),
    )


def open_answers(root: Path, options: BuildOptions) -> Any:
    """The store of a model's answers where the extractor asks one, for a `with`."""
    if not asks_model(options.extractor):
        return nullcontext()
    from ..extract.llm.store import AnswerStore

    return AnswerStore(answers_path(root))


def choose_stages(named: tuple[Any, ...], options: BuildOptions, answers: Any, engine: Carrier) -> Any:
    """The stages of a document for the extractor, of its own, or asking a model; `named` is what they work with."""
    archive, cache, pack_name, tools = named
    if answers is None:
        spark = engine if options.engine == "spark" else None
        return DocumentStages(archive, cache, pack_name, options, tools, spark)
    from .asking import AskingStages

    return AskingStages(archive, cache, pack_name, options, tools, answers)


def check_folder(root: Path, sources: Sequence[str]) -> None:
    """The folder is a record, or can become one; anything else is the user's mistake."""
    if root.exists() and not root.is_dir():
        raise SijillError("is a file", where=str(root), remedy="name a folder with --record")
    if not is_record(root):
        if root.exists() and any(entry.name not in ("lock", "answers") for entry in root.iterdir()):
            raise SijillError(
                "is a folder with other things in it, not a record",
                where=str(root),
                remedy="name a new folder",
            )
        if not sources:
            raise SijillError(
                "there is no record here to build again", where=str(root), remedy="name the files to read"
            )


class Taken:
    """What a build's sources gave: how many captures were new, how many stood so already, and what was not
    taken.
    """

    def __init__(self) -> None:
        self.new = self.known = 0
        self.unread: list[Unread] = []
        self.ids: set[str] = set()  # of the documents that they are or become


def take_captures(
    archive: Archive, found: Iterable[Capture | Unread], options: BuildOptions, progress: Progress
) -> Taken:
    """Every capture is in the archive, with the overrides that hold for it."""
    taken = Taken()
    given = list_given(options)
    progress.start("archive", None)
    for item in found:
        progress.advance()
        if isinstance(item, Unread):
            taken.unread.append(item)
            continue
        before = archive.find_latest(name_source(item))
        try:
            new = archive.add(item, {**(before.options if before else {}), **given})
        except SijillError as error:
            taken.unread.append(Unread(source=error.where, problem=error.what, remedy=error.remedy))
            continue
        taken.new, taken.known = taken.new + new, taken.known + (not new)
        taken.ids.add(document_id(item.source, archive.find_latest(name_source(item)).content_hash))
    archive.commit()
    return taken


def name_pack(pack: Any) -> str:
    """What finds this pack again: the name of a shipped one, else its folder."""
    shipped = Path(__file__).parent.parent / "packs"
    return pack.folder.name if pack.folder.parent == shipped else str(pack.folder)


def forget_all(archive: Archive) -> None:
    """No source of an earlier build is read any more; their bytes stay."""
    now = Captured(when=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), how="forget", why="build --fresh")
    for event in archive.live_events():
        archive.forget(name_source(event), now)


def derive_contents(
    root: Path,
    worked: Worked,
    before: tuple[list[Incident], Memory | None],
    tools: tuple[Any, Any, Any, Weights],
    progress: Progress,
    jobs: int | Carrier = 1,
) -> tuple[Contents, Memory]:
    """Everything that is computed across documents (lineage, incidents, figures, control), and what to remember of links.

    `before` are the incidents of the version served, and what was remembered of its links.
    """
    from ..control import compute_control
    from ..link import find_rejected, relink_claims
    from ..read import find_lineage
    from ..reconcile import reconcile_incidents

    pack, _, gazetteer, model = tools
    progress.start("copies", None)
    # Rows of a data set are worded alike, and are no copies of each other.
    rows = [document for document in worked.documents if IMPORTED in document.flags]
    told = [document for document in worked.documents if IMPORTED not in document.flags]
    documents = sorted([*find_lineage(told), *rows], key=lambda document: document.id)
    decisions = list_standing(read_decisions(root))
    progress.start("link", None)
    previous, memory = before
    corrected = apply_decided(worked.claims, documents, decisions, pack, gazetteer)
    claims, incidents, links = relink_claims(
        corrected, documents, pack, decisions, previous, gazetteer, jobs, memory, pick_weights(model)
    )
    rejected = find_rejected(decisions, claims)
    kept = [claim for claim in claims if claim.id not in rejected]
    progress.start("reconcile", None)
    figures = reconcile_incidents(incidents, kept, documents, pack, jobs)
    progress.start("control", None)
    states = compute_control(kept, documents, pack, gazetteer, jobs=jobs)
    verdicts, tray = attach_decisions(decisions, claims)
    contents = Contents(
        documents=tuple(documents),
        claims=tuple(claims),
        incidents=tuple(incidents),
        figures=tuple(figures),
        control=tuple(states),
        unread=tuple(dict.fromkeys(worked.unread)),
        verdicts=verdicts,
        tray=tuple(tray),
        pack=pack,
    )
    return settle_contents(contents), links


def attach_decisions(
    decisions: Sequence[Decision], claims: Sequence[Claim]
) -> tuple[dict[str, str], list[Decision]]:
    """What stands decided of each claim, and the decisions that no longer find one of their claims."""
    from ..link.decisions import find_claims

    verdicts: dict[str, str] = {}
    tray = []
    for decision in sorted(decisions, key=lambda one: (one.when, one.id)):
        named = decision.target.get("claims", ())
        found = find_claims(named, claims)
        if decision.verdict == "edit":  # what was edited may be of another kind since
            found = [one for address in named if (one := find_edited(address, claims))]
        if len(found) < len({str(name) for name in named}):
            tray.append(decision)
        if decision.verdict in ("accept", "reject"):
            verdicts |= dict.fromkeys(found, decision.verdict + "ed")
        elif decision.verdict in ("edit", "add"):
            verdicts |= dict.fromkeys(found, "accepted")
    return verdicts, tray


def read_previous(root: Path, worked: Any, messages: list[str]) -> list[Incident]:
    """The incidents of the version served, whose ids the new one keeps where it can, also where a report was edited."""
    number = read_current(root)
    if number is None or number not in list_versions(root):
        return []
    try:
        with Record.open(root) as record:
            gone = read_gone(record, frozenset(document.id for document in worked.documents))
            return follow_claims(record.incidents(), gone, worked.claims)
    except (SijillError, duckdb.Error) as error:
        messages.append(f"version {number} is damaged, so incidents may get new ids ({error})")
        return []


def write_manifest(
    started: float,
    options: BuildOptions,
    sources: list[str],
    contents: Contents,
    tools: tuple[Any, Any, Any, bool],
    model: Weights,
) -> dict[str, Any]:
    """What the version was made from and with, for whoever must make it again or cite it."""
    pack, extractor, gazetteer, named = tools
    return {
        # The pack's title is the record's only where somebody chose the pack: any pile may be read with the shipped one.
        "title": pack.title if named else None,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "sources": sources,
        "software": {
            "sijill": __version__,
            "python": platform.python_version(),
            "processor": platform.machine(),
            **{name: metadata.version(name) for name in LIBRARIES},
        },
        "stages": {stage: digest_stage(stage) for stage in ("read", "extract", "resolve")},
        "pack": {"name": pack.name, "title": pack.title, "named": named, "digest": pack.digest},
        "gazetteers": [
            {"name": one.name, "file": one.about["file"], "digest": one.digest} for one in gazetteer.imports
        ],
        "extractor": {"name": extractor.name, "version": extractor.version},
        "linking": {
            "model": model.name,
            "decisions": model.decisions,
            "digest": make_key(to_json(model.weights)),
        },
        "sides": {
            side.id: {"name": side.name, "label": side.label}
            | ({"labels": dict(side.labels)} if side.labels else {})
            for side in pack.sides
        },
        "decisions": sum(1 for decision in read_decisions(options.root)),
        "options": {
            "pack": name_pack(pack),
            "extractor": options.extractor,
            **list_given(options),
        },
        "counts": {
            "documents": len(contents.documents),
            "claims": len(contents.claims),
            "incidents": len(contents.incidents),
            "figures": len(contents.figures),
            "control": len(contents.control),
            "unread": len(contents.unread),
        },
    }


def write_report(
    number: int, contents: Contents, taken: Taken, worked: Worked, ran: tuple[list[str], float]
) -> BuildReport:
    """The build in figures, for its last lines."""
    messages, seconds = ran
    documents, pack = contents.documents, contents.pack
    actors, places = find_unknown(contents.claims, pack)
    own = name_pack(pack) != pack.folder.name
    return BuildReport(
        version=number,
        pack=pack.name,
        pack_title=pack.title,
        pack_folder=str(pack.folder) if own else None,
        pack_problems=len(check_pack(pack)) if own else 0,
        unknown_actors=actors,
        unknown_places=places,
        documents=len(documents),
        new_sources=taken.new,
        known_sources=taken.known,
        kept=sum(one.id not in taken.ids for one in documents) if taken.ids or taken.unread else 0,
        read_now=worked.read_now,
        extracted_now=worked.extracted_now,
        not_coded=_name_flagged(documents, NOT_CODED),
        in_part=tuple(one.source for one in documents if CODED_IN_PART in one.flags),
        undated=tuple(one.source for one in documents if one.published is None and IMPORTED not in one.flags),
        copies=sum(bool(document.copy_of) for document in documents),
        claims=len(contents.claims),
        claims_by_stance=dict(sorted(Counter(claim.stance for claim in contents.claims).items())),
        incidents=len(contents.incidents),
        incidents_by_status=dict(sorted(Counter(one.status for one in contents.incidents).items())),
        disputed_figures=sum(figure.status == "disputed" for figure in contents.figures),
        control_states=len(contents.control),
        tray=len(contents.tray),
        seconds=round(seconds, 1),
        unread=contents.unread,
        messages=tuple(messages),
        debug=tuple(worked.debug),
    )


def _name_flagged(documents: Iterable[Document], flag: str) -> tuple[str, ...]:
    return tuple(f"{one.source} ({one.language})" for one in documents if flag in one.flags)
