"""A real HTTP server that speaks the chat interface, and coders that answer in its place of a model.

No language model is here. A coder is a function from a report's text to claims; the server can be told to stream, to know no
schema, to be busy, to break off, to talk nonsense. It counts what it answered in full, and how often.
"""

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ENCLOSED = re.compile(r"\ABEGIN REPORT ([0-9a-f]{16})\n(.*)\nEND REPORT \1\n\Z", re.DOTALL)
Coder = Callable[[str], Any]


def read_report(messages: list[dict[str, str]]) -> str:
    """The report inside a request's messages."""
    return ENCLOSED.match(messages[1]["content"])[2]


class ChatServer(ThreadingHTTPServer):
    """One model; `trouble` is a list of what to do to the next requests instead of answering."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, coder: Coder, *, stream: bool = False, schema: str = "json_schema", delay: float = 0.0
    ):
        super().__init__(("127.0.0.1", 0), Handler)
        self.coder, self.stream, self.schema, self.delay = coder, stream, schema, delay
        self.repairer: Callable[[list[dict[str, str]]], str] | None = None
        self.trouble: list[str] = []
        self.key: str | None = None
        self.lock = threading.Lock()
        self.answered: Counter[str] = Counter()  # how often each request was answered in full
        self.bodies: list[dict[str, Any]] = []
        self.headers_seen: list[dict[str, str]] = []
        self.busy = self.most_busy = self.left = 0  # left: how often the other side went away
        self.came: list[float] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request, client_address):
        """A client that goes away is no error of ours."""

    def answer(self, messages: list[dict[str, str]]) -> str:
        if len(messages) > 2 and self.repairer is not None:
            return self.repairer(messages)
        said = self.coder(read_report(messages))
        return said if isinstance(said, str) else json.dumps({"claims": said}, ensure_ascii=False)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: two make the other side wait for the second

    def log_message(self, *_):
        pass

    def do_POST(self):
        server: ChatServer = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with server.lock:
            server.bodies.append(body)
            server.headers_seen.append(dict(self.headers))
            server.came.append(time.monotonic())
            server.busy += 1
            server.most_busy = max(server.most_busy, server.busy)
            trouble = server.trouble.pop(0) if server.trouble else ""
        try:
            self.serve(server, body, trouble)
        finally:
            with server.lock:
                server.busy -= 1

    def serve(self, server, body, trouble):
        if server.key is not None and self.headers.get("Authorization") != f"Bearer {server.key}":
            return self.send(
                401, {"error": {"message": f"Incorrect key: {self.headers.get('Authorization')}"}}
            )
        if self.path.split("?")[0] != "/v1/chat/completions":
            return self.send(404, {"error": {"message": "no such path"}})
        if trouble.startswith("429"):
            return self.send(429, {"error": "slow down"}, {"Retry-After": trouble[4:] or "0"})
        if trouble in ("500", "503", "400", "402", "302"):
            said = {"error": {"message": "failed with " + str(self.headers.get("Authorization"))}}
            return self.send(int(trouble), said, {"Location": server.url} if trouble == "302" else {})
        asked = body.get("response_format", {}).get("type", "")
        if asked and asked != server.schema and server.schema != "json_schema":
            return self.send(400, {"error": {"message": f"response_format {asked} is not supported"}})
        if trouble == "html":
            return self.send_bytes(200, b"<html>gateway</html>", "text/html")
        if trouble == "empty":
            return self.send(200, {})
        if trouble == "gzip":
            return self.send_bytes(200, b"this is no gzip", "application/json", {"Content-Encoding": "gzip"})
        if trouble.startswith("endless"):
            return self.send_for_ever(trouble.partition(" ")[2])
        time.sleep(server.delay)
        text, finish = server.answer(body["messages"]), "stop"
        if trouble == "length":
            text, finish = text[: len(text) // 2], "length"
        if trouble == "half":
            text = text[: len(text) // 2]
        if trouble == "nonsense":
            text = "I'm sorry, but as a language model I would rather talk about {the weather}."
        if trouble == "fenced":
            text = f'<think>{{"claims": []}} hm</think>Here you are:\n```json\n{text}\n```\nAnything else?'
        if trouble == "invented":
            text = json.dumps({"claims": [
                {"quote": "the army captured all of the valley without a fight", "kind": "capture",
                 "stance": "asserts", "speaker": "publisher"}
            ]})  # fmt: skip
        if body.get("stream") and server.stream:
            self.send_stream(text, finish, cut=trouble == "cut")
            if trouble == "cut":
                return None
        elif trouble == "cut":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b'{"choices": [{"mess')
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
            return None
        else:
            self.send(200, {
                "id": "x", "model": body["model"],
                "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 100},
            })  # fmt: skip
        with server.lock:
            server.answered[json.dumps(body["messages"], sort_keys=True)] += 1

    def send(self, status, data, headers=None):
        self.send_bytes(status, json.dumps(data).encode(), "application/json", headers)

    def send_bytes(self, status, payload, kind, headers=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(payload)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def send_for_ever(self, how):
        """Nonsense without an end, until the other side has enough of it."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if how == "body" else "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        chunk = json.dumps({"choices": [{"index": 0, "delta": {"content": "[again and again] "}}]})
        piece = {"words": f"data: {chunk}\n\n", "comments": ": keep\n\n", "line": "data: x", "body": " "}[
            how
        ].encode()
        end = time.monotonic() + 30
        try:
            while time.monotonic() < end:
                self.wfile.write(piece * 400)
                time.sleep(0.002)
        except OSError:
            with self.server.lock:
                self.server.left += 1

    def send_stream(self, text, finish, *, cut):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        pieces = [text[at : at + 40] for at in range(0, len(text), 40)]
        for piece in pieces[: len(pieces) // 2] if cut else pieces:
            chunk = {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        if not cut:
            last = {"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}
            usage = {"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}
            self.wfile.write(
                f"data: {json.dumps(last)}\n\n: keep\n\ndata: {json.dumps(usage)}\n\ndata: [DONE]\n\n".encode()
            )
        self.close_connection = True


@contextmanager
def served(coder: Coder, **options: Any) -> Iterator[ChatServer]:
    """A server that runs while inside."""
    server = ChatServer(coder, **options)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
