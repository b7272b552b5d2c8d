"""Asks an OpenAI-compatible chat endpoint: patient with a busy server, adapting to what it knows, never loose with the key."""

import json
import logging
import math
import random
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from sijill.errors import SijillError
from sijill.extract.llm import bounded
from sijill.extract.llm.prompt import Message, answer_schema
from sijill.extract.llm.settings import KEY, MODEL, URL, Settings, show_url
from sijill.model import Frozen, replace

BUSY = (408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529)
TRIES = 7
FIRST_TRIES = 3  # where nobody has answered yet: then most likely nobody is there
IN_A_ROW = (
    3  # requests given up one after another before the server is taken for unusable, and not the requests
)
FIRST_WAIT, LONGEST_WAIT = (
    0.5,
    60.0,
)  # seconds; a server that names a time of its own is obeyed up to the second limit
PATIENCE = 600.0  # the longest Retry-After that is waited for
WORTH_TELLING = 5.0  # seconds of waiting that a person is told of
ANSWER_TOKENS = 8192
ENDLESS = "sends an answer that does not end"
PLAIN = {"format": "", "temperature": False, "limit": "", "usage": False}  # what every server takes


class Reply(Frozen):
    """What a model answered: its text, whether it was cut at the length allowed, and the tokens the server counted."""

    text: str
    cut: bool = False
    tokens_in: int | None = None
    tokens_out: int | None = None


class Shape(Frozen):
    """What of the interface a server knows: what it refuses is left out from then on."""

    format: str = "json_schema"  # then json_object, then nothing
    temperature: bool = True
    limit: str = "max_tokens"  # newer hosted models call it max_completion_tokens; empty: no limit is sent
    usage: bool = True  # asking for the token count at the end of a stream


class RefusedError(SijillError):
    """That one request was refused for what is in it: this report is lost to the model, others are not."""


class ServerError(SijillError):
    """That the server cannot be used at all: no key, no such model, nobody there."""


class Client:
    """One server and model; `ask` may be called by several threads at once."""

    def __init__(
        self,
        settings: Settings,
        *,
        wait: Callable[[float], None] | None = None,
        tell: Callable[[str], None] | None = None,
    ):
        if settings.url is None:
            raise SijillError(
                "no server is named", where=URL,
                remedy="set it to the server's address, such as http://localhost:8080/v1, or bring answers in with "
                "`sijill llm import`",
            )  # fmt: skip
        try:
            httpx.URL(settings.url)
        except (httpx.InvalidURL, ValueError):
            raise SijillError("is not an address that can be used", where=URL, remedy="check it") from None
        # At a level that nobody asked for these write whole addresses, in which some services take their key.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self.settings = settings
        self.shape = Shape()
        self.stopped = threading.Event()
        self.retried = 0
        self._answered, self._given_up = False, 0
        self._wait, self._tell = wait or self.stopped.wait, tell or (lambda _: None)
        headers = {"User-Agent": "sijill"}
        if settings.key:
            headers["Authorization"] = f"Bearer {settings.key}"
        # No redirects: the key goes to the address that was given and to no other.
        self._http = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(settings.timeout, connect=15.0),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=64),
            follow_redirects=False,
            trust_env=not settings.is_local,
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is asked any more, and what is under way breaks off."""
        self.stopped.set()
        self._http.close()

    def ask(self, messages: list[Message]) -> Reply:
        """The reply; a RefusedError or ServerError says in words why there is none."""
        problem, attempt, gone = "", 0, False
        while attempt < (FIRST_TRIES if gone and not self._answered else TRIES):
            if self.stopped.is_set():
                raise ServerError("stopped")
            wait, gone = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt) * random.uniform(0.75, 1.25), False
            try:
                found = self._ask_once(messages)
            except httpx.RequestError as error:
                problem = f"{type(error).__name__}: {error}".rstrip(": ")
                gone = isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol)
            except (RuntimeError, OSError) as error:  # the client was closed under a waiting thread
                raise ServerError("stopped") from error
            else:
                if isinstance(found, Reply):
                    self._answered, self._given_up = True, 0
                    return replace(found, text=self.settings.hide_key(found.text))
                problem, named = found
                if named == math.inf:
                    attempt = TRIES
                elif named is not None and named > PATIENCE:
                    problem, attempt = f"{problem}, to be tried again in {named:.0f} seconds", TRIES
                elif named is not None and named >= FIRST_WAIT:
                    wait = named * random.uniform(1.0, 1.1)
            attempt += 1
            if attempt < TRIES:
                self.retried += 1
                if wait >= WORTH_TELLING:
                    self._tell(f"{self.settings.scrub(problem)}: tried again in {wait:.0f} s")
                self._wait(wait)
        self._given_up += 1
        told = f"gave no answer in several tries ({self.settings.scrub(problem)})"
        if problem == ENDLESS:
            told = ENDLESS
        where = show_url(self.settings.url) or ""
        if not gone and self._given_up < IN_A_ROW:
            raise RefusedError(told, where=where)
        raise ServerError(
            told, where=where,
            remedy="see that the server runs and is not overloaded, then run it again: answers so far are kept",
        )  # fmt: skip

    def _ask_once(self, messages: list[Message]) -> Reply | tuple[str, float | None]:
        """The reply, or why to try again and how long the server asks to wait."""
        while True:
            shape = self.shape
            with self._http.stream("POST", self.settings.url, json=self._body(messages, shape)) as response:
                try:
                    if response.status_code == 200:
                        return self._read_reply(response)
                    told = bounded.read_beginning(response, self._longest)[:4000]
                except bounded.EndlessError:
                    return ENDLESS, math.inf
            if response.status_code in BUSY:
                return f"HTTP {response.status_code}", read_wait(response.headers)
            simpler = simplify(shape, told) if response.status_code in (400, 404, 415, 422, 501) else None
            if simpler is None:
                raise self._explain(response, told)
            if self.shape == shape:
                self.shape = simpler

    @property
    def _longest(self) -> float:
        """The seconds that one answer may take as a whole."""
        return bounded.PATIENT * self.settings.timeout

    def _body(self, messages: list[Message], shape: Shape) -> dict[str, Any]:
        return make_body(self.settings.model, messages, shape, stream=self.settings.stream)

    def _read_reply(self, response: httpx.Response) -> Reply | tuple[str, float | None]:
        chunks = bounded.read_chunks(response, self._longest)
        if "text/event-stream" in response.headers.get("content-type", ""):
            return read_stream(bounded.read_lines(chunks))
        try:
            return read_reply(json.loads(b"".join(chunks)))
        except (ValueError, RecursionError):
            return "an answer that is not JSON", None

    def _explain(self, response: httpx.Response, told: str) -> SijillError:
        code, where = response.status_code, show_url(self.settings.url) or ""
        said = self.settings.scrub(" ".join(_find_message(told).split()))[:200]
        said = f" ({said})" if said else ""
        if code in (401, 403):
            return ServerError(
                f"the server refuses the key: HTTP {code}{said}", where=where, remedy=f"check {KEY}"
            )
        if code == 402:
            return ServerError(
                f"the account has no credit: HTTP {code}{said}", where=where, remedy="top it up"
            )
        if code in (404, 405) or 300 <= code < 400:
            return ServerError(
                f"HTTP {code}{said}", where=where,
                remedy=f"check {URL}, and that the server knows the model {self.settings.model!r} ({MODEL})",
            )  # fmt: skip
        return RefusedError(f"the server refuses this request: HTTP {code}{said}", where=where)


def make_body(
    model: str, messages: list[Message], shape: Shape | None = None, *, stream: bool = False
) -> dict[str, Any]:
    """The body of one request, as far as the server knows the interface."""
    shape = shape or Shape()
    body: dict[str, Any] = {"model": model, "messages": messages}
    if shape.limit:
        body[shape.limit] = ANSWER_TOKENS
    if shape.temperature:
        body["temperature"] = 0
    if shape.format == "json_schema":
        schema = {"name": "claims", "schema": answer_schema(), "strict": False}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif shape.format == "json_object":
        body["response_format"] = {"type": "json_object"}
    if stream:
        body["stream"] = True
        if shape.usage:
            body["stream_options"] = {"include_usage": True}
    return body


def simplify(shape: Shape, told: str) -> Shape | None:
    """The shape without what the server's refusal names; None where nothing of ours is named.

    >>> simplify(Shape(), "response_format json_schema is not supported").format
    'json_object'
    >>> simplify(Shape(), "the context is too long") is None
    True
    """
    told = told.lower()
    if "max_completion_tokens" in told and shape.limit == "max_tokens":
        return replace(shape, limit="max_completion_tokens")
    if "temperature" in told and shape.temperature:
        return replace(shape, temperature=False)
    if "stream_options" in told and shape.usage:
        return replace(shape, usage=False)
    if shape.format and any(
        word in told for word in ("response_format", "json_schema", "json_object", "schema", "grammar")
    ):
        return replace(shape, format="json_object" if shape.format == "json_schema" else "")
    return None


def read_reply(data: Any) -> Reply | tuple[str, None]:
    """The reply in the body of a chat completion, or why there is none in it.

    >>> read_reply({"choices": [{"message": {"content": "{}"}, "finish_reason": "length"}]}).cut
    True
    """
    try:
        choice = data["choices"][0]
        text = _join_content(choice["message"].get("content"))
    except (KeyError, IndexError, TypeError, AttributeError):
        return "an answer of another form than chat completions have", None
    usage, cut = data.get("usage"), choice.get("finish_reason") == "length" or len(text) > bounded.MOST_TEXT
    return Reply(text=text[: bounded.MOST_TEXT], cut=cut, **_count(usage))


def read_stream(lines: Iterable[str]) -> Reply | tuple[str, None]:
    """The reply that comes in pieces; a stream that ends before it says so is no reply."""
    parts: list[str] = []
    usage, finish, done, size = None, None, False, 0
    for line in lines:
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            done = True
            break
        try:
            chunk = json.loads(data)
            usage = chunk.get("usage") or usage
            for choice in chunk.get("choices") or ():
                parts.append(_join_content((choice.get("delta") or {}).get("content")))
                finish = choice.get("finish_reason") or finish
                size += len(parts[-1])
        except (ValueError, AttributeError, TypeError, RecursionError):
            return "a stream that is not JSON", None
        if size > bounded.MOST_TEXT:  # a model that repeats itself is not waited for
            return Reply(text="".join(parts)[: bounded.MOST_TEXT], cut=True)
    if not (done or finish):
        return "the stream broke off", None
    return Reply(text="".join(parts), cut=finish == "length", **_count(usage))


def read_wait(headers: Any, now: float | None = None) -> float | None:
    """The seconds that a server asks to wait, given as seconds or as a date; None where it does not say.

    >>> read_wait({"retry-after": "3"}), read_wait({"retry-after": "soon"}), read_wait({"retry-after-ms": "250"})
    (3.0, None, 0.25)
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name) or "") * unit
        except ValueError:
            continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    try:
        when = parsedate_to_datetime((headers.get("retry-after") or "").strip())
        when = (
            when if when.tzinfo else when.replace(tzinfo=UTC)
        )  # such dates are in UTC, whether they say so or not
        return max(0.0, when.timestamp() - (time.time() if now is None else now))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _join_content(content: Any) -> str:
    if isinstance(content, list):
        parts = (one.get("text") for one in content if isinstance(one, dict))
        content = "".join(part for part in parts if isinstance(part, str))
    # Half a character can stand in JSON, and in no file.
    return content.encode("utf-8", "replace").decode() if isinstance(content, str) else ""


def _count(usage: Any) -> dict[str, int | None]:
    def read(name: str) -> int | None:
        value = usage.get(name) if isinstance(usage, dict) else None
        return value if isinstance(value, int) and value >= 0 else None

    return {"tokens_in": read("prompt_tokens"), "tokens_out": read("completion_tokens")}


def _find_message(told: str) -> str:
    """The sentence in an error's body, in the forms that servers give it."""
    try:
        data = json.loads(told)
    except ValueError:
        return told if not told.lstrip().startswith("<") else ""
    for key in ("error", "message", "detail"):
        if isinstance(data, dict) and key in data:
            data = data[key]
    if isinstance(data, dict):
        data = data.get("message", "")
    return data if isinstance(data, str) else ""
