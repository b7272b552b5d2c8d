"""The two extractors that ask a model: alone, or where the embedded one is unsure."""

import re
from typing import Any

from sijill.errors import SijillError
from sijill.extract.llm.both import compare_claims, find_doubts
from sijill.extract.llm.coding import Coded, code_document
from sijill.extract.llm.prompt import prompt_version
from sijill.extract.llm.settings import Settings, read_settings
from sijill.extract.llm.windows import Window, cut_windows
from sijill.model import Claim, Document, ExtractorRef, Frozen


class Plan(Frozen):
    """What is to be asked about a document, and the claims that were found without asking."""

    windows: tuple[Window, ...] = ()
    own: tuple[Claim, ...] = ()
    read: bool = False  # the embedded extractor has read it too, so that the two can disagree


class EveryLanguage(frozenset):
    """The languages of a model: nobody can list them, so each is tried."""

    def __contains__(self, _: object) -> bool:
        return True


class LlmExtractor:
    """Any language, by a language model; `plan` and `finish` ask nobody, so that engines may ask for many at once."""

    name = "llm"
    languages = EveryLanguage()

    def __init__(self, model: str):
        self.model = model
        self.version = f"{prompt_version()}/{model}"

    @property
    def settings(self) -> Settings:
        """Where the model is asked now: an extractor may be kept longer than an address."""
        return read_settings(self.model)

    @property
    def reference(self) -> ExtractorRef:
        """What its claims say of who made them."""
        return ExtractorRef(name="llm", version=f"{prompt_version()}/{self.model}")

    def plan(self, document: Document) -> Plan:
        """The windows of the document, all of it."""
        return Plan(windows=cut_windows(document))

    def finish(self, plan: Plan, coded: Coded) -> tuple[Claim, ...]:
        """The claims of a document from its plan and from what the model made of it."""
        return coded.claims

    def extract(self, document: Document) -> list[Claim]:
        """The claims of a document, asking the server now and keeping nothing: for a single sentence or a script."""
        plan = self.plan(document)
        return list(self.finish(plan, self._ask_now(document, plan)))

    def explain(self, sentence: str, published: str | None = None) -> str:
        """What the model makes of a sentence, and what the gate says to it."""
        from sijill.extract.llm.explaining import explain_coded
        from sijill.read.language import detect_language

        document = Document(
            id="d-explained", content_hash="", source="sentence", text=sentence,
            language=detect_language(sentence), published=published,
        )  # fmt: skip
        plan = self.plan(document)
        coded = self._ask_now(document, plan)
        asked = sum(len(window.read(sentence)) for window in plan.windows)
        return explain_coded(self.model, document, self.finish(plan, coded), coded, asked=asked)

    def _ask_now(self, document: Document, plan: Plan) -> Coded:
        from sijill.extract.llm.client import Client

        if not plan.windows:
            return Coded()
        with Client(self.settings) as client:
            return code_document(document, plan.windows, self.reference, client.ask)


class BothExtractor(LlmExtractor):
    """The embedded extractor, and a model for the passages that it is unsure of or cannot read."""

    name = "both"

    def __init__(self, model: str, embedded: Any):
        super().__init__(model)
        self.embedded = embedded
        self.version = f"{embedded.version}+{self.version}"

    def plan(self, document: Document) -> Plan:
        """The embedded extractor's claims, and the windows of the passages that it leaves in doubt."""
        if document.language not in self.embedded.languages:
            return Plan(windows=cut_windows(document))
        own, passages = find_doubts(self.embedded, document)
        windows = cut_windows(document, passages) if passages else ()
        return Plan(windows=windows, own=tuple(own), read=True)

    def finish(self, plan: Plan, coded: Coded) -> tuple[Claim, ...]:
        """The claims of both, each once, with a remark for review where they disagree."""
        if not plan.read:
            return coded.claims
        return compare_claims(plan.own, coded.claims, plan.windows, whole=not coded.missing)


def load_llm(name: str, pack: Any) -> LlmExtractor:
    """The extractor that a name such as `llm`, `both` or `llm:MODEL` means."""
    kind, _, model = name.partition(":")
    if not re.fullmatch(r"[\x21-\x7e]{0,200}", model):
        raise SijillError(f"{model!r} is not the name of a model", where="--extractor")
    model = read_settings(model or None).model
    if kind == "llm":
        return LlmExtractor(model)
    from sijill.extract.embedded import EmbeddedExtractor

    return BothExtractor(model, EmbeddedExtractor(pack))
