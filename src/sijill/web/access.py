"""Who may do what: tokens, one a person, kept as hashes; sessions; and how often anybody may ask."""

import hashlib
import hmac
import os
import re
import secrets
import threading
import time
from collections import OrderedDict
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ..errors import SijillError
from ..model import Frozen
from ..record.decisions import CODER

ROLES = ("reader", "coder", "editor")  # each may do what the one before may, and more
SESSION_SECONDS = 12 * 3600
MOST_SESSIONS = 10_000


class Person(Frozen):
    """Somebody who asks, and as what."""

    name: str
    role: str = "reader"

    def may(self, role: str) -> bool:
        """Whether this person has that role or a wider one.

        >>> Person(name="ada", role="coder").may("reader"), Person(name="ada", role="coder").may("editor")
        (True, False)
        """
        return ROLES.index(self.role) >= ROLES.index(role)


class Grant(Frozen):
    """One token: whose, in what role, and the sha256 of it; the token itself is kept nowhere."""

    name: str
    role: str
    sha256: str
    since: str


def read_grants(path: Path) -> list[Grant]:
    """The tokens of the file; an empty list where there is none."""
    try:
        grants = msgspec.json.decode(path.read_bytes(), type=list[Grant])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError) as error:
        raise SijillError(
            f"cannot be read ({error})", where=str(path), remedy="make it anew with `sijill token add`"
        ) from error
    for grant in grants:
        if grant.role not in ROLES or not re.fullmatch(r"[0-9a-f]{64}", grant.sha256):
            raise SijillError(
                f"the entry of {grant.name} is not a token's", where=str(path), remedy="remove it"
            )
    return grants


def add_grant(path: Path, name: str, role: str) -> str:
    """A new token for this person, returned once; an earlier one of theirs stops working."""
    if not CODER.fullmatch(name) or name.startswith("."):
        raise SijillError(
            f"{name!r} cannot name a person here", remedy="use letters, digits, dots and hyphens, up to 64"
        )
    token = secrets.token_urlsafe(24)
    kept = [grant for grant in read_grants(path) if grant.name != name]
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    write_grants(path, [*kept, Grant(name=name, role=role, sha256=hash_token(token), since=since)])
    return token


def remove_grant(path: Path, name: str) -> None:
    """This person's token no longer works."""
    grants = read_grants(path)
    if name not in {grant.name for grant in grants}:
        raise SijillError(f"{name!r} has no token", where=str(path), remedy="see `sijill token list`")
    write_grants(path, [grant for grant in grants if grant.name != name])


def write_grants(path: Path, grants: list[Grant]) -> None:
    """The file holds these tokens, and only its owner can read it."""
    beside = path.with_name(path.name + ".new")
    data = (
        msgspec.json.format(msgspec.json.encode(sorted(grants, key=lambda one: one.name)), indent=1) + b"\n"
    )
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as file:
        file.write(data)
    os.replace(beside, path)


def hash_token(token: str) -> str:
    """The sha256 of a token: it is random and long, so that no slower hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


class Doorkeeper:
    """Knows the tokens and the sessions of one running server."""

    def __init__(self, path: Path):
        self._path, self._lock = path, threading.Lock()
        self._sessions: OrderedDict[str, tuple[str, float]] = (
            OrderedDict()
        )  # session → hash of the token, until
        self._stamp: object = None
        self._grants: dict[str, Grant] = {}
        self._secret = secrets.token_bytes(32)

    def find_by_token(self, token: str) -> Person | None:
        """Whose token it is; a token that was taken away works no more, at once."""
        return self._find(hash_token(token))

    def find_by_session(self, session: str) -> Person | None:
        """Who began the session."""
        with self._lock:
            digest, until = self._sessions.get(session, ("", 0.0))
        return self._find(digest) if until > time.time() else None

    def begin(self, token: str) -> str | None:
        """A new session for the holder of the token, or None where it is nobody's."""
        if self.find_by_token(token) is None:
            return None
        session = secrets.token_urlsafe(32)
        with self._lock:
            self._sessions[session] = (hash_token(token), time.time() + SESSION_SECONDS)
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return session

    def end(self, session: str) -> None:
        """The session is over."""
        with self._lock:
            self._sessions.pop(session, None)

    def seal(self, session: str) -> str:
        """What a form must carry so that it can only come from a page of this server shown in this session."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def is_seal(self, session: str, seal: str) -> bool:
        """Whether the form comes from such a page."""
        return hmac.compare_digest(self.seal(session), seal)

    def _find(self, digest: str) -> Person | None:
        try:
            state = self._path.stat()
            stamp: object = (state.st_mtime_ns, state.st_size)
        except OSError:
            stamp = None
        with self._lock:
            if stamp != self._stamp:
                self._grants = {grant.sha256: grant for grant in read_grants(self._path)}
                self._stamp = stamp
            grant = self._grants.get(digest)
        return Person(name=grant.name, role=grant.role) if grant else None


class RateLimit:
    """At most `burst` requests at once and `rate` a second on average, for each who asks."""

    def __init__(self, rate: float, burst: float):
        self.rate, self.burst = rate, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str, now: float | None = None) -> float:
        """0 where the request may pass, else the seconds to wait.

        >>> limit = RateLimit(rate=1, burst=2)
        >>> [limit.take("ada", now=0.0), limit.take("ada", now=0.0), limit.take("ada", now=0.0), limit.take("bo", now=0.0)]
        [0.0, 0.0, 1.0, 0.0]
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            left, then = self._left.pop(who, (self.burst, now))
            left = min(self.burst, left + (now - then) * self.rate)
            wait = 0.0 if left >= 1 else (1 - left) / self.rate
            self._left[who] = (left - 1 if wait == 0 else left, now)
            while len(self._left) > MOST_SESSIONS:
                self._left.popitem(last=False)
        return wait
