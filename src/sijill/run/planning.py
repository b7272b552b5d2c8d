"""What a language model would be asked about some sources, without asking it: for batch files and for the cost."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import SijillError
from ..extract.llm import Plan
from ..extract.llm.client import Reply
from ..extract.llm.coding import code_document, make_key
from ..extract.llm.cost import count_request, guess_answer, read_price
from ..extract.llm.prompt import Message, enclose
from ..extract.llm.store import AnswerStore
from ..model import Document, Frozen, Unread
from ..read.options import ReadOptions
from ..record import Archive
from ..record.folder import answers_path, archive_path, is_record
from .choosing import choose_pack, read_served, sample_texts
from .document import load_tools, plan_one, read_one
from .extractors import asks_model, choose_extractor
from .inputs import check_options
from .options import BuildOptions, Progress, Silence
from .perdocument import make_capture
from .telling import list_given, list_outside

FRAME = len(enclose(""))  # characters of a request around the text


class Request(Frozen):
    """One request that has no answer yet."""

    key: str
    messages: list[Message]
    document: Document
    repair: bool = False  # the second round about an answer with mistakes


class Estimate(Frozen):
    """What a model would be asked, in numbers; tokens are estimated without its own tokeniser."""

    model: str
    documents: int = 0
    silent: int = 0  # documents about which nothing is to be asked
    shown: int = 0  # characters of the documents that the requests hold
    letters: int = 0  # characters of all the documents
    unread: int = 0
    requests: int = 0
    recalled: int = 0  # answers at hand
    tokens_in: int = 0
    tokens_out: int = 0
    money: float | None = None


class Planner:
    """The documents of some sources, or of a record, with what there is still to ask about each."""

    def __init__(self, sources: Iterable[str], options: BuildOptions, progress: Progress | None = None):
        self.progress = progress or Silence()
        self.options = check_options(options)
        self.root, self.sources = options.root, list(sources)
        name = choose_extractor(self.root, options.extractor)
        if not asks_model(name):
            raise SijillError(
                f"the {name} extractor asks no language model", where="--extractor", remedy="use llm or both"
            )
        if not self.sources and not is_record(self.root):
            raise SijillError(
                "there is no record here", where=str(self.root), remedy="name the files to read"
            )
        self.inputs = [path for source in self.sources for path in list_outside(source, self.root)]
        self.read_options = ReadOptions(**list_given(self.options))
        known = options.pack or read_served(self.root)
        texts = () if known else sample_texts(self.inputs, self.read_options)
        self.pack, self.extractor, _ = load_tools(choose_pack(self.root, options.pack, texts), name)
        self.unread: list[Unread] = []
        self.recalled = self.documents = self.silent = self.letters = 0

    def list_requests(self) -> Iterator[Request]:
        """Every request that has no answer at hand, each once; also repairs of answers that have mistakes."""
        store = AnswerStore(answers_path(self.root)) if answers_path(self.root).is_file() else None
        seen: set[str] = set()
        try:
            self.progress.start("reports", None)
            for document in self._list_documents():
                self.progress.advance()
                self.documents += 1
                self.letters += len(document.text)
                for request in self._plan(document, store):
                    if request.key not in seen:
                        seen.add(request.key)
                        yield request
        finally:
            if store is not None:
                store.close()

    def _plan(self, document: Document, store: AnswerStore | None) -> list[Request]:
        """What is lacking about one document; one that the code cannot take stops no other."""
        try:
            plan = plan_one(document, self.extractor)
            self.silent += not plan.windows
            return self._find_lacking(document, plan, store)
        except Exception as error:
            problem = f"failed ({type(error).__name__}: {error})"
            self.unread.append(Unread(source=document.source, problem=problem))
            return []

    def _find_lacking(self, document: Document, plan: Plan, store: AnswerStore | None) -> list[Request]:
        lacking: list[Request] = []

        def look(messages: list[Message]) -> Reply | None:
            key = make_key(self.extractor.model, messages)
            found = store.get(key, document.content_hash) if store else None
            if found is None:
                lacking.append(
                    Request(key=key, messages=messages, document=document, repair=len(messages) > 2)
                )
            else:
                self.recalled += 1
            return found

        code_document(document, plan.windows, self.extractor.reference, look)
        return lacking

    def _list_documents(self) -> Iterator[Document]:
        from ..read import find_captures

        if self.sources:
            given = list_given(self.options)
            found: Iterable[Any] = ((one, given) for one in find_captures(self.inputs, self.read_options))
        else:
            archive = Archive(archive_path(self.root))
            events = archive.live_events()
            found = ((make_capture(one, archive.get(one.content_hash)), dict(one.options)) for one in events)
        for capture, options in found:
            read = capture if isinstance(capture, Unread) else read_one(capture, options, self.pack)
            if isinstance(read, Unread):
                self.unread.append(read)
            else:
                yield read


def estimate_cost(
    sources: Iterable[str], options: BuildOptions, progress: Progress | None = None
) -> Estimate:
    """What a build would ask and about how much it would cost; repairs that are not yet known of are not in it."""
    planner = Planner(sources, options, progress)
    requests = tokens_in = tokens_out = shown = 0
    for request in planner.list_requests():
        requests += 1
        shown += len(request.messages[1]["content"]) - FRAME
        tokens_in += count_request(request.messages)
        tokens_out += guess_answer(request.messages[1]["content"])
    price = read_price(options.price)
    return Estimate(
        model=planner.extractor.model,
        documents=planner.documents,
        silent=planner.silent,
        shown=shown,
        letters=planner.letters,
        unread=len(planner.unread),
        requests=requests,
        recalled=planner.recalled,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        money=price.of(tokens_in, tokens_out) if price else None,
    )
