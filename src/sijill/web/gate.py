"""What every request passes before a page is made: host, rate, person, origin; and what every answer carries."""

import gzip
import secrets
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .access import Doorkeeper, Person, RateLimit
from .formats import answer_json, hash_bytes
from .settings import Settings, is_loopback
from .strings import pick_language

SESSION, VISIT, LANGUAGE = "sijill_session", "sijill_visit", "sijill_language"
SAFE = ("GET", "HEAD")
OPEN = ("/login", "/static/", "/healthy")  # without a token
LONGEST_BODY = 64 * 1024
RATE, BURST = 20.0, 120.0  # requests of one address; a page with a map is about twenty
LOGIN_RATE, LOGIN_BURST = 1 / 20, 6.0
SMALLEST_PACKED = 600  # bytes
PACKED = ("text/", "application/json", "application/geo+json", "image/svg", "application/javascript")
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def build_policy(tiles: str | None = None) -> str:
    """The content security policy: this server's own scripts, styles and pictures, and nothing inline.

    >>> "unsafe" in build_policy() or "*" in build_policy()
    False
    """
    parts = urlsplit(tiles or "")
    ground = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; worker-src 'self'; "
        f"img-src 'self' data: blob:{ground}; connect-src 'self'{ground}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


class Gate:
    """The application behind its rules; `scope["state"]` then has the person, the session and the language."""

    def __init__(self, app: ASGIApp, settings: Settings, door: Doorkeeper, shelf: Any):
        self.app, self.settings, self.door, self.shelf = app, settings, door, shelf
        self.policy = build_policy(settings.tiles)
        self.hosts = {"localhost", "127.0.0.1", "::1", settings.host.strip("[]"), *settings.names}
        self.anywhere = settings.host in ("0.0.0.0", "::") and not settings.names
        self.rate, self.logins = RateLimit(RATE, BURST), RateLimit(LOGIN_RATE, LOGIN_BURST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request, or refuses it with the reason."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refuse(request) or self._admit(request)
        if refusal is not None:
            await refusal(scope, receive, self._dress(send, scope))
            return
        await self._answer(scope, receive, send, request)

    def _refuse(self, request: Request) -> Response | None:
        host = (urlsplit(f"//{request.headers.get('host', '')}").hostname or "").lower()
        # A name that only pretends to be this machine (DNS rebinding) must not reach a record on it.
        if not self.anywhere and host not in self.hosts:
            return _say(
                request, 421, f"this server does not answer to the name {host!r}; start it with --name {host}"
            )
        if not self.settings.is_local:
            who = find_asker(request)
            wait = self.rate.take(who)
            if not wait and request.url.path == "/login" and request.method == "POST":
                wait = self.logins.take(who)
            if wait:
                answer = _say(request, 429, "too many requests; wait a moment")
                answer.headers["Retry-After"] = str(int(wait) + 1)
                return answer
        if request.method in SAFE:
            return None
        if request.method != "POST":
            return _say(request, 405, "only GET and POST are answered")
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            return _say(request, 413, "a form is at most 64 KB, and says how long it is")
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _say(request, 403, "the form was sent from another site")
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
            return _say(request, 403, "the form was sent from another site")
        return None

    def _admit(self, request: Request) -> Response | None:
        """Who asks is in the request's state; None where they may go on."""
        state, cookies = request.state, request.cookies
        state.session = cookies.get(SESSION) or cookies.get(VISIT) or ""
        state.bearer = False
        state.person = None
        if self.settings.public:
            state.person = Person(name="", role="reader")
        elif self.settings.access_path.is_file():
            kind, _, token = request.headers.get("authorization", "").partition(" ")
            if kind.lower() == "bearer" and token:
                state.person, state.bearer = self.door.find_by_token(token.strip()), True
            elif cookies.get(SESSION):
                state.person = self.door.find_by_session(cookies[SESSION])
        elif self.settings.is_local:
            state.person = Person(name=self.settings.who, role="editor")
        if state.person is not None or request.url.path.startswith(OPEN):
            return None
        if request.method in SAFE and "text/html" in request.headers.get("accept", ""):
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse("/login?to=" + quote(here, safe=""), 303)
        return _say(
            request, 401, "this record is for people with a token: send it as `Authorization: Bearer TOKEN`"
        )

    async def _answer(self, scope: Scope, receive: Receive, send: Send, request: Request) -> None:
        state = request.state
        fresh = None
        if not state.session:
            fresh = state.session = secrets.token_urlsafe(24)
        state.language = pick_language(
            request.query_params.get("lang") or request.cookies.get(LANGUAGE) or ""
        )
        book = None
        path = request.url.path
        keep = (
            request.method == "GET"
            and state.person is not None
            and not path.startswith((*OPEN, "/review", "/log"))
        )
        if keep:
            book = self.shelf.get()
            # Who may write sees forms that are sealed for their session.
            who = state.session if state.person.may("coder") else state.person.name
            key = (path, request.url.query, state.language, state.person.role, who)
            kept = book.answers.get(key)
            if kept is not None:
                await _send_kept(kept[0], request, self._dress(send, scope, fresh))
                return
        if request.method == "HEAD":
            scope = {**scope, "method": "GET"}  # the same answer, and its body is then not sent
        started: Message = {}
        pieces: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            else:
                pieces.append(message.get("body", b""))

        try:
            await self.app(scope, receive, collect)
        except Exception:
            # The application has made its page of the fault and logged it, and raises it again for the server.
            if not started:
                raise
        body = b"".join(pieces)
        headers = Headers(raw=started["headers"])
        answer = _pack(started["status"], headers, body)
        if book is not None and started["status"] == 200 and "set-cookie" not in headers:
            book.answers.put(key, answer, len(body) // 3 + 500)
        await _send_kept(answer, request, self._dress(send, scope, fresh))

    def _dress(self, send: Send, scope: Scope, visit: str | None = None) -> Send:
        """Every answer carries the rules that browsers then keep."""
        fixed = scope["path"].startswith("/static/")

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in FIXED.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = self.policy
                if "cache-control" not in headers:
                    # The address of a static file changes with the file.
                    headers["Cache-Control"] = (
                        "public, max-age=31536000, immutable" if fixed else "private, no-cache"
                    )
                if visit and not fixed:
                    headers.append("Set-Cookie", write_cookie(VISIT, visit))
            await send(message)

        return dressed


def find_asker(request: Request) -> str:
    """The address that asks; of what a proxy on this machine passes on, the one that the proxy names."""
    here = request.client.host if request.client else "?"
    passed = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return passed if passed and is_loopback(here) else here


def write_cookie(name: str, value: str, seconds: int | None = None, secure: bool = False) -> str:
    """A cookie that no script reads and no other site sends."""
    life = "" if seconds is None else f"; Max-Age={seconds}"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict{life}" + ("; Secure" if secure else "")


def _pack(status: int, headers: Headers, body: bytes) -> tuple[int, list, bytes, bytes | None, str]:
    kind = headers.get("content-type", "")
    raw = [(key, value) for key, value in headers.raw if key != b"content-length"]
    small = len(body) < SMALLEST_PACKED or not kind.startswith(PACKED) or b"content-encoding" in dict(raw)
    return status, raw, body, None if small else gzip.compress(body, 6, mtime=0), f'"{hash_bytes(body)}"'


async def _send_kept(
    answer: tuple[int, list, bytes, bytes | None, str], request: Request, send: Send
) -> None:
    status, raw, body, packed, tag = answer
    headers = MutableHeaders(raw=[*raw])
    headers["Vary"] = "Accept-Encoding, Cookie"
    if status == 200:
        headers["ETag"] = tag
        if request.headers.get("if-none-match") == tag:
            await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
            await send({"type": "http.response.body", "body": b""})
            return
    if packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = packed
    headers["Content-Length"] = str(len(body))
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})


def _say(request: Request, status: int, problem: str) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return Response(problem + "\n", status, media_type="text/plain; charset=utf-8")
    return answer_json({"problem": problem}, status)
