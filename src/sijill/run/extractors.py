"""Which extractor a build uses: the one asked for, or that of the record."""

from pathlib import Path

from ..errors import SijillError
from .choosing import read_served

EMBEDDED = "embedded"
ASKING = ("llm", "both")


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
