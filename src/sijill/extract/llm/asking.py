"""From messages to replies: what is at hand first, then the server, within the budget, for many documents at once."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from queue import Queue
from threading import Thread

from sijill.errors import SijillError
from sijill.extract.llm.client import Client, RefusedError, Reply, ServerError
from sijill.extract.llm.coding import Coded, code_document, make_key
from sijill.extract.llm.cost import Price, count_request, guess_answer
from sijill.extract.llm.prompt import Message, prompt_version
from sijill.extract.llm.settings import Settings
from sijill.extract.llm.store import AnswerStore
from sijill.extract.llm.windows import Window
from sijill.model import Document, ExtractorRef, Frozen

Planned = tuple[Document, tuple[Window, ...]]
HELD = 4  # documents that are begun at once, for each request that may be under way
LEAVING = 2.0  # seconds that threads are given to end when a run is broken off


class Limits(Frozen):
    """What one run may spend, and how many requests may be under way at once."""

    concurrency: int = 8
    tokens: int | None = None  # in and out together
    money: float | None = None  # in the currency of the price
    price: Price | None = None


class Spent(Frozen):
    """What a run asked and what it cost."""

    asked: int = 0
    recalled: int = 0  # answers that were at hand
    tokens_in: int = 0
    tokens_out: int = 0
    refused: int = 0
    retried: int = 0
    money: float | None = None
    stopped: str | None = None  # why nothing more was asked, where that was so


class Asker:
    """Asks for one model; one key is asked once, however many threads want it."""

    def __init__(
        self,
        settings: Settings,
        store: AnswerStore,
        limits: Limits | None = None,
        client: Client | None = None,
        tell: Callable[[str], None] | None = None,
    ):
        self.settings, self.store, self.limits = settings, store, limits or Limits()
        self.client = client or (Client(settings, tell=tell) if settings.url else None)
        self.problems: list[str] = []
        self._lock = threading.Lock()
        self._under_way: dict[str, threading.Event] = {}
        self._asked = self._recalled = self._in = self._out = self._refused = self._reserved = 0
        self._reserved_money = 0.0
        self._stopped: str | None = None
        self._fatal: SijillError | None = None

    def __enter__(self) -> "Asker":
        return self

    def __exit__(self, *_) -> None:
        if self.client is not None:
            self.client.close()

    def ask(self, messages: list[Message], content_hash: str | None) -> Reply | None:
        """The reply at hand or the server's; None where there is none to be had now."""
        key = make_key(self.settings.model, messages)
        while True:
            found = self.store.get(key, content_hash)
            if found is not None:
                with self._lock:
                    self._recalled += 1
                return found
            with self._lock:
                waiting = self._under_way.get(key)
                if waiting is None:
                    self._under_way[key] = mine = threading.Event()
                    break
            waiting.wait()
            if self._stopped or self._fatal:
                return None
        try:
            return self._ask_server(key, messages, content_hash)
        finally:
            with self._lock:
                del self._under_way[key]
            mine.set()

    def _ask_server(self, key: str, messages: list[Message], content_hash: str | None) -> Reply | None:
        tokens = count_request(messages), guess_answer(messages[-1]["content"])
        if self.client is None or not self._reserve(*tokens):
            return None
        try:
            reply = self.client.ask(messages)
        except RefusedError as error:
            with self._lock:
                self._refused += 1
                if str(error) not in self.problems:
                    self.problems.append(str(error))
            return None
        except ServerError as error:
            with self._lock:
                self._fatal = self._fatal or error
                self._stopped = self._stopped or str(error)
            return None
        finally:
            self._release(*tokens)
        self.store.put(
            key, reply, model=self.settings.model, prompt=prompt_version(), content_hash=content_hash
        )
        with self._lock:
            self._asked += 1
            self._in += tokens[0] if reply.tokens_in is None else reply.tokens_in
            self._out += guess_answer(reply.text) if reply.tokens_out is None else reply.tokens_out
        return reply

    def _reserve(self, tokens_in: int, tokens_out: int) -> bool:
        """Whether the budget allows one more request of that size; if not, nothing more is asked in this run."""
        with self._lock:
            if self._stopped:
                return False
            limits = self.limits
            if (
                limits.tokens is not None
                and self._in + self._out + self._reserved + tokens_in + tokens_out > limits.tokens
            ):
                self._stopped = f"the budget of {limits.tokens:,} tokens is spent"
            elif limits.money is not None and limits.price is not None:
                cost = (
                    limits.price.of(self._in, self._out)
                    + self._reserved_money
                    + limits.price.of(tokens_in, tokens_out)
                )
                if cost > limits.money:
                    self._stopped = f"the budget of {limits.money:g} is spent"
            if self._stopped:
                return False
            self._reserved += tokens_in + tokens_out
            self._reserved_money += limits.price.of(tokens_in, tokens_out) if limits.price else 0.0
            return True

    def _release(self, tokens_in: int, tokens_out: int) -> None:
        with self._lock:
            self._reserved -= tokens_in + tokens_out
            self._reserved_money -= self.limits.price.of(tokens_in, tokens_out) if self.limits.price else 0.0

    def tell_spent(self) -> Spent:
        """What was spent so far."""
        with self._lock:
            price = self.limits.price
            return Spent(
                asked=self._asked, recalled=self._recalled, tokens_in=self._in, tokens_out=self._out,
                refused=self._refused, retried=self.client.retried if self.client else 0,
                money=price.of(self._in, self._out) if price else None, stopped=self._stopped,
            )  # fmt: skip

    def code_all(
        self,
        planned: Iterable[Planned],
        extractor: ExtractorRef,
        done: Callable[[int], None] = lambda _: None,
    ) -> Iterator[tuple[Document, Coded]]:
        """Every document with what the model made of it, as each is done.

        A server that cannot be used from the first request on is an error; one that fails later ends the asking, and
        what it did not answer is missing.
        """
        work: Queue[Planned | None] = Queue()
        results: Queue[tuple[Document, Coded]] = Queue()
        threads = max(1, self.limits.concurrency)

        def run() -> None:
            while (one := work.get()) is not None:
                results.put((one[0], self._code(*one, extractor)))

        # Threads that nobody waits for at the end: a server may think for minutes after a Ctrl-C.
        running = [Thread(target=run, name=f"sijill-llm-{number}", daemon=True) for number in range(threads)]
        for thread in running:
            thread.start()
        left, begun = iter(planned), 0
        try:
            while True:
                while begun < HELD * threads and (one := next(left, None)) is not None:
                    work.put(one)
                    begun += 1
                if not begun:
                    return
                document, coded = results.get()
                begun -= 1
                if self._fatal is not None and not (self._asked or self._recalled):
                    raise self._fatal
                done(1)
                yield document, coded
        finally:
            if begun and self.client is not None:
                self.client.close()
            for _ in range(threads):
                work.put(None)
            # A thread that is still at work when Python ends would hold what it then misses.
            end = time.monotonic() + LEAVING
            for thread in running:
                thread.join(max(0.0, end - time.monotonic()))

    def _code(self, document: Document, windows: tuple[Window, ...], extractor: ExtractorRef) -> Coded:
        try:
            return code_document(
                document, windows, extractor, lambda messages: self.ask(messages, document.content_hash)
            )
        except Exception as error:  # one document that the code cannot take stops no other
            with self._lock:
                told = f"{document.source}: failed ({type(error).__name__}: {error})"
                self.problems.append(self.settings.scrub(told))
            return Coded(missing=len(windows))
