"""Document → claims. An extractor is anything with a name, a version, its languages and `extract`."""

from typing import Protocol

from sijill.errors import SijillError
from sijill.model import Claim, Document


class Extractor(Protocol):
    """What the engines ask of an extractor: a pure function of one document."""

    name: str
    version: str
    languages: frozenset[str]

    def extract(self, document: Document) -> list[Claim]:
        """The claims of a document, names as written, in the order of the text."""
        ...

    def explain(self, sentence: str, published: str | None = None) -> str:
        """How a sentence becomes claims, in words for a person."""
        ...


def load_extractor(name: str, pack) -> Extractor:
    """The extractor of that name with the vocabulary of a pack; the model is loaded at first use."""
    if name == "embedded":
        from sijill.extract.embedded import EmbeddedExtractor

        return EmbeddedExtractor(pack)
    if name.partition(":")[0] in ("llm", "both"):
        from sijill.extract.llm import load_llm

        return load_llm(name, pack)
    raise SijillError(
        f"there is no extractor called {name!r}", where="--extractor", remedy="use embedded, llm or both"
    )
