"""Which model is asked, where, and how: read from the environment, so that no key stands in a command or a record."""

import base64
import os
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from sijill.errors import SijillError
from sijill.model import Frozen

URL, MODEL, KEY = "SIJILL_LLM_URL", "SIJILL_LLM_MODEL", "SIJILL_LLM_KEY"
STREAM, TIMEOUT = "SIJILL_LLM_STREAM", "SIJILL_LLM_TIMEOUT"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PATH = "/chat/completions"
SURE_KEY = 12  # letters from which on a key is no word that an answer could hold by chance
SHORTEST_KEY = 4  # letters; what is shorter is a placeholder ("none"), not a secret, and would blot out words


class Settings(Frozen):
    """One model behind one address. The key is never printed: not by `repr`, not in a message."""

    model: str
    url: str | None = None  # of the chat completions themselves; None: only answers at hand are used
    key: str | None = None
    stream: bool = False
    timeout: float = 300.0  # seconds without a byte; a large model on a small machine thinks long

    def __repr__(self) -> str:
        return f"Settings(model={self.model!r}, url={show_url(self.url)!r}, stream={self.stream})"

    __str__ = __repr__

    @property
    def is_local(self) -> bool:
        """Whether the server is this very machine: then no proxy is asked."""
        return self.url is not None and urlsplit(self.url).hostname in LOOPBACK

    def scrub(self, text: str) -> str:
        """The text without the key, which servers like to repeat in their errors, whole or in part.

        >>> Settings(model="m", key="sk-island-99").scrub("bad key sk-island-99, or sk-i****99")
        'bad key [key], or [key]'
        """
        for secret in (self.key, *_list_secrets(self.url)):
            if secret and len(secret) >= SHORTEST_KEY:
                text = text.replace(secret, "[key]")
        return re.sub(
            r"\b(?:sk|pk|rk)-[\w*.-]*[\w*]|\b(?:Bearer|Basic) +[^\s,;)\]]+|[\w-]*\*{3,}[\w*-]*", "[key]", text
        )

    def hide_key(self, text: str) -> str:
        """A model's answer without the key, should a server repeat it there; one like a word is left: it hides nothing.

        >>> Settings(model="m", key="island-99-secret").hide_key("your key is island-99-secret")
        'your key is [key]'
        """
        known = [one for one in (self.key, *_list_secrets(self.url)) if one and len(one) >= SURE_KEY]
        for secret in known:
            text = text.replace(secret, "[key]")
        return text


def _list_secrets(url: str | None) -> list[str]:
    """What an address may hold that is nobody's to see: a password, the values of its query."""
    if url is None:
        return []
    parts = urlsplit(url)
    plain = [*filter(None, (parts.password, parts.query)), *(value for _, value in parse_qsl(parts.query))]
    if not parts.password:
        return plain
    pair = f"{unquote(parts.username or '')}:{unquote(parts.password)}".encode()
    # as HTTP sends them, and as a server may repeat them ("Basic bWU6…")
    return [*plain, unquote(parts.password), base64.b64encode(pair).decode().rstrip("=")]


def read_settings(model: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment gives; without a model there is nobody to ask.

    >>> read_settings(environ={"SIJILL_LLM_MODEL": "m", "SIJILL_LLM_URL": "http://localhost:8080/v1"}).url
    'http://localhost:8080/v1/chat/completions'
    """
    found = os.environ if environ is None else environ
    model = (model or found.get(MODEL, "")).strip()
    if not model:
        raise SijillError(
            "no language model is named", where=MODEL,
            remedy=f"set {MODEL} to the model's name, or write --extractor llm:NAME; docs/llm.md shows how",
        )  # fmt: skip
    return Settings(
        model=model,
        url=read_url(found.get(URL)),
        key=read_key(found.get(KEY)),
        stream=found.get(STREAM, "").strip().lower() in ("1", "true", "yes", "on"),
        timeout=read_timeout(found.get(TIMEOUT)),
    )


def read_url(written: str | None) -> str | None:
    """The address of the chat completions, from the base address that servers' pages give, or from the whole.

    >>> read_url("http://localhost:11434/v1/chat/completions/"), read_url("http://localhost:8000")
    ('http://localhost:11434/v1/chat/completions', 'http://localhost:8000/v1/chat/completions')
    >>> read_url(" ") is None
    True
    """
    if not written or not written.strip():
        return None
    try:
        parts = urlsplit(written.strip())
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise SijillError(
            "is not the address of a server", where=URL,
            remedy="write it with its scheme, such as http://localhost:8080/v1",
        )  # fmt: skip
    path = parts.path.rstrip("/")
    if not path.endswith(PATH):
        path = (path or "/v1") + PATH
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def read_timeout(written: str | None) -> float:
    """The seconds without a byte after which a request is given up and asked again.

    >>> read_timeout(None), read_timeout("1200")
    (300.0, 1200.0)
    """
    if not written or not written.strip():
        return 300.0
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise SijillError("is not a number of seconds", where=TIMEOUT, remedy="give one such as 600")
    return seconds


def read_key(written: str | None) -> str | None:
    """The key, or None; one that no header can carry is an error that does not repeat it."""
    key = (written or "").strip()
    if key and not (key.isascii() and key.isprintable()):
        raise SijillError(
            "has a character that no key has", where=KEY, remedy="copy the key again, without line breaks"
        )
    return key or None


def show_url(url: str | None) -> str | None:
    """The address without a name, password or query, in which some services take their key.

    >>> show_url("https://me:secret@models.example/v1/chat/completions?key=abc")
    'https://models.example/v1/chat/completions'
    """
    if url is None:
        return None
    parts = urlsplit(url)
    host = parts.hostname or ""
    return urlunsplit((parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path, "", ""))
