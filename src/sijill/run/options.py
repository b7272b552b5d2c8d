"""What a build is asked to do, what it says while it works, and what it reports at the end."""

from pathlib import Path
from typing import Protocol

from msgspec import field

from ..model import Frozen, Unread
from .unknown import Unknown

OVERRIDES = ("published", "publisher", "title", "language")


class BuildOptions(Frozen):
    """Where the record is and how it is built; the overrides hold for the sources of this build.

    An override that was once given for a source stays with it until another value is given or it is
    forgotten.
    """

    record: str = "record"
    pack: str | None = (
        None  # None: that of the version served, at first the shipped one whose names the reports use
    )
    extractor: str | None = None  # None: that of the version served, at first the embedded one
    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    language: str | None = None
    max_bytes: int | None = None
    engine: str = "local"  # or spark
    jobs: int = 0  # 0: as many as the machine has, once there is enough to do
    keep: int = 5
    fresh: bool = False  # forget the sources of earlier builds first
    ask: bool = True  # False: no language model is asked, only answers at hand are used
    concurrency: int = 8  # requests to a language model that may be under way at once
    token_budget: int | None = None  # for one build, in and out together
    budget: float | None = None  # for one build, in the currency of the price
    price: str | None = None  # of a million tokens, in/out

    @property
    def root(self) -> Path:
        """The record's folder."""
        return Path(self.record)


class Progress(Protocol):
    """What a build tells whoever watches it."""

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins, of so many steps if that is known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many more steps of the stage are done."""
        ...

    def note(self, message: str) -> None:
        """Something that a person should read."""
        ...


class Silence:
    """A progress that tells nobody."""

    def start(self, stage: str, total: int | None) -> None:
        """Nothing is shown."""

    def advance(self, steps: int = 1) -> None:
        """Nothing is shown."""

    def note(self, message: str) -> None:
        """Nothing is shown."""


class ModelReport(Frozen):
    """What a language model was asked in a build, what it cost, and what of its answers had no proof."""

    model: str
    asked: int = 0
    recalled: int = 0  # answers that were at hand
    tokens_in: int = 0
    tokens_out: int = 0
    money: float | None = None
    lost: int = 0  # claims without proof, in all documents of the record that were coded in this build
    left_out: int = 0  # parts of claims without proof
    unrepaired: int = 0  # answers with mistakes that nobody was there to mend
    review: int = 0  # claims on which the two extractors disagree, in the whole record
    remarks: dict[str, int] = field(default_factory=dict)  # on what they disagree, and how often
    reports: int = 0  # about which something is asked, of those that were coded in this build
    shown: int = 0  # characters of them that the model is shown
    letters: int = 0  # characters of all that were coded in this build
    gaps: tuple[str, ...] = ()  # documents that the model did not wholly answer for
    stopped: str | None = None  # why nothing more was asked
    problems: tuple[str, ...] = ()


class BuildReport(Frozen):
    """What a build did and what came of it; `unread` and `messages` are for a person to look at."""

    version: int
    documents: int
    new_sources: int
    known_sources: int
    kept: int  # documents of earlier builds that this one named no source of
    read_now: int
    extracted_now: int
    not_coded: tuple[str, ...]
    in_part: tuple[str, ...]
    undated: tuple[str, ...]
    copies: int
    claims: int
    claims_by_stance: dict[str, int]
    incidents: int
    incidents_by_status: dict[str, int]
    disputed_figures: int
    control_states: int
    tray: int
    seconds: float
    pack: str = ""
    pack_title: str = ""
    pack_named: bool = False  # False: nobody named a pack, so a shipped one was taken
    pack_folder: str | None = None  # of a pack that is not shipped
    pack_problems: int = 0  # what `sijill pack check` would list of such a pack
    pack_before: str | None = (
        None  # the pack of the version before, where it was another or has been edited since
    )
    unknown_actors: Unknown = Unknown()
    unknown_places: Unknown = Unknown()
    changed: bool = True  # False: a new version would have said the very same, so none was written
    unread: tuple[Unread, ...] = ()
    messages: tuple[str, ...] = ()
    model: ModelReport | None = None
    debug: tuple[str, ...] = ()  # tracebacks of documents that a stage failed on
