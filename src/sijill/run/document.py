"""One document through the stages that look at nothing but it: read, extract, resolve."""

import traceback
from functools import lru_cache
from typing import Any

from ..errors import SijillError
from ..extract.columns import extract_columns
from ..model import Capture, Claim, Document, Frozen, Unread, from_json, replace, to_dict, to_json
from ..packs import Pack, load_pack
from ..read.datasets.reports import IMPORTED
from ..read.options import ReadOptions

NOT_CODED = "not_coded"
CODED_IN_PART = "coded_in_part"
CODED_AT_MOST = (
    400_000  # characters: some hundred pages, a minute of work; what is longer is no single report
)


class Task(Frozen):
    """What one document still needs; what is there already came from the cache."""

    index: int
    pack: str
    extractor: str
    options: dict[str, Any]
    capture: Capture | None = None  # to be read
    document: Document | None = None  # read already
    claims: tuple[Claim, ...] | None = None  # extracted already, to be resolved
    plan_only: bool = False  # read, and planned what to ask of a model; extracted later


class Outcome(Frozen):
    """What came of a task: a document with its claims as extracted and as resolved, or why there is none."""

    index: int
    document: Document | None = None
    extracted: tuple[Claim, ...] | None = None
    claims: tuple[Claim, ...] = ()
    unread: Unread | None = None
    plan: dict[str, Any] | None = None  # what to ask of a model, as plain data
    debug: str = ""


def load_tools(pack_name: str, extractor_name: str) -> tuple[Any, Any, Any]:
    """The pack, the extractor and the gazetteer, loaded once a process and again when the pack was edited."""
    pack = load_pack(pack_name)
    from ..resolve import load_gazetteer

    return pack, _load_for(pack, extractor_name), load_gazetteer(pack)


@lru_cache(maxsize=2)
def _load_for(pack: Pack, extractor_name: str) -> Any:
    from ..extract import load_extractor

    return load_extractor(extractor_name, pack)


def work_task(task: Task) -> Outcome:
    """The outcome of one task; whatever a stage raises over this document becomes its Unread, never an
    exception.
    """
    stage, source = "read", (task.capture or task.document).source
    digest = (task.capture or task.document).content_hash
    document, extracted = task.document, task.claims
    try:
        pack, extractor, gazetteer = load_tools(task.pack, task.extractor)
        if document is None:
            document = read_one(task.capture, task.options, pack)
            if isinstance(document, Unread):
                unread = replace(document, content_hash=document.content_hash or digest)
                return Outcome(index=task.index, unread=unread)
        stage = "extract"
        if task.plan_only:
            return Outcome(index=task.index, document=document, plan=to_dict(plan_one(document, extractor)))
        if extracted is None:
            document, extracted = extract_one(document, extractor)
            extracted = from_json(to_json(extracted), tuple[Claim, ...])
        stage = "resolve"
        claims = tuple(resolve_one(document, extracted, pack, gazetteer))
        check_quotes(document, claims)
        # Written and read back, so that what comes fresh equals what comes from the cache (12 becomes 12.0); and text
        # that cannot be written (a lone surrogate) fails here, on its own document, not at the end of the build.
        made = Outcome(index=task.index, document=document, extracted=extracted, claims=claims)
        return from_json(to_json(made), Outcome)
    except SijillError as error:
        unread = Unread(
            source=error.where or source, problem=error.what, remedy=error.remedy, content_hash=digest
        )
        return Outcome(index=task.index, unread=unread)
    except Exception as error:
        unread = Unread(
            source=source,
            problem=f"the {stage} stage failed on it ({type(error).__name__}: {error})",
            remedy="it is kept in the archive; run the build with --debug and report what it prints",
            content_hash=digest,
        )
        return Outcome(index=task.index, unread=unread, debug=f"{source}\n{traceback.format_exc()}")


def read_one(capture: Capture, options: dict[str, Any], pack: Any) -> Document | Unread:
    """The document that the capture holds, or why it holds none."""
    from ..read import read_capture

    document = read_capture(capture, ReadOptions(**options), pack)
    if isinstance(document, Document) and len(document.text) > CODED_AT_MOST:
        return replace(document, flags=(*document.flags, CODED_IN_PART))
    return document


def extract_one(document: Document, extractor: Any) -> tuple[Document, tuple[Claim, ...]]:
    """The claims; a document in a language that the extractor does not read is flagged and has none."""
    if IMPORTED in document.flags:
        return document, tuple(extract_columns(document))
    if document.language not in extractor.languages:
        flags = tuple(dict.fromkeys((*document.flags, NOT_CODED)))
        return replace(document, flags=flags), ()
    part = replace(document, text=cut_text(document.text)) if CODED_IN_PART in document.flags else document
    claims = {claim.id: claim for claim in extractor.extract(part)}
    return document, tuple(claims.values())


def plan_one(document: Document, extractor: Any) -> Any:
    """What the extractor would ask of a model about the document, with the claims that it needs no model for."""
    part = replace(document, text=cut_text(document.text)) if CODED_IN_PART in document.flags else document
    return extractor.plan(part)


def cut_text(text: str) -> str:
    """The text up to the last line break within the length that is coded."""
    return text[: text.rfind("\n", 0, CODED_AT_MOST) + 1 or CODED_AT_MOST]


def resolve_one(document: Document, claims: tuple[Claim, ...], pack: Any, gazetteer: Any) -> list[Claim]:
    """The claims with ids, sides and coordinates."""
    from ..resolve import resolve_claims

    return list(resolve_claims(document, list(claims), pack, gazetteer)) if claims else []


def check_quotes(document: Document, claims: tuple[Claim, ...]) -> None:
    """Nothing enters a record whose quote is not the document's own words."""
    for claim in claims:
        if not claim.quote or document.text[claim.start : claim.end] != claim.quote:
            raise ValueError(f"the quote of {claim.id} is not the text at {claim.start}–{claim.end}")
