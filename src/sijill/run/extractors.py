"""Which extractor a build uses: the one asked for, or that of the record, and whether there is a model to ask."""

from pathlib import Path

from ..errors import SijillError
from ..record.folder import answers_path
from .choosing import read_served
from .options import BuildOptions

EMBEDDED = "embedded"
ASKING = ("llm", "both")


class UnansweredError(SijillError):
    """That a model was to be asked, and there is neither a server nor an answer of an earlier time."""

    def __init__(self, extractor: str, *, emptied: bool = False):
        what = "there is no language model to ask: SIJILL_LLM_URL names no server, and "
        what += "what was answered holds no claim" if emptied else "no report has an answer yet"
        super().__init__(
            f"{what}; nothing was built",
            where=f"--extractor {extractor.partition(':')[0]}",
            remedy="set SIJILL_LLM_URL, take answers in with `sijill llm import`, or build with --extractor embedded",
        )


def choose_extractor(root: Path, wanted: str | None) -> str:
    """The full name of the extractor: with the model where a model is asked, so that a rebuild asks the same one.

    >>> choose_extractor(Path("no-such-folder"), None), choose_extractor(Path("no-such-folder"), "llm:m")
    ('embedded', 'llm:m')
    """
    served = str(read_served(root).get("options", {}).get("extractor") or EMBEDDED)
    if not wanted:
        return served
    kind, _, model = wanted.partition(":")
    if kind not in ASKING or model:
        return wanted
    from ..extract.llm.settings import read_settings

    try:
        return f"{kind}:{read_settings().model}"
    except SijillError:
        # Answers that were brought in, or that the record has already, need no setting.
        if asks_model(served):
            return f"{kind}:{served.partition(':')[2]}"
        raise


def asks_model(extractor: str) -> bool:
    """Whether the extractor of that name asks a language model."""
    return extractor.partition(":")[0] in ASKING


def check_reachable(root: Path, options: BuildOptions) -> None:
    """A new record, or one read otherwise until now, has answers or a server to ask, before anything is read for it."""
    extractor = options.extractor or EMBEDDED
    if not options.ask or extractor.partition(":")[0] != "llm" or answers_path(root).is_file():
        return
    from ..extract.llm.settings import read_settings

    served = str(read_served(root).get("options", {}).get("extractor") or EMBEDDED)
    if served != extractor and read_settings(extractor.partition(":")[2]).url is None:
        raise UnansweredError(extractor)
