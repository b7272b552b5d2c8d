"""Batch files: one request or response a line, with a `custom_id`, in the forms that hosted services share.

The id carries the key of the answer, so that a response finds its place whatever the order, and whoever sends it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sijill.extract.llm.client import PLAIN, Reply, Shape, make_body, read_reply
from sijill.extract.llm.prompt import Message
from sijill.extract.llm.store import SHORT_HASH
from sijill.model import Frozen

ENDPOINT = "/v1/chat/completions"
NO_RESPONSE = "has no response"
ID = re.compile(rf"sijill-([0-9a-f]{{{SHORT_HASH}}})-([0-9a-f]{{32}})")


class Response(Frozen):
    """One line of a responses file: the reply, or why there is none."""

    line: int
    key: str | None = None
    content_hash: str | None = None  # the first digits of the document's
    reply: Reply | None = None
    model: str | None = None
    problem: str | None = None


def write_request(
    model: str, key: str, content_hash: str, messages: list[Message], *, plain: bool = False
) -> str:
    """One line of a requests file; a plain one asks for nothing that a service could refuse.

    >>> line = write_request("m", "0" * 32, "a" * 64, [{"role": "user", "content": "x"}])
    >>> sorted(json.loads(line))
    ['body', 'custom_id', 'method', 'url']
    """
    request = {
        "custom_id": f"sijill-{content_hash[:SHORT_HASH]}-{key}",
        "method": "POST",
        "url": ENDPOINT,
        "body": make_body(model, messages, Shape(**PLAIN) if plain else None),
    }
    return json.dumps(request, ensure_ascii=False) + "\n"


def read_responses(lines: Iterable[str]) -> Iterator[Response]:
    """Every line of a responses file that holds anything, read; none raises."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            yield Response(line=number, problem="is not JSON (cut off?)")
            continue
        yield _read_response(number, data if isinstance(data, dict) else {})


def _read_response(number: int, data: dict[str, Any]) -> Response:
    found = ID.fullmatch(str(data.get("custom_id", "")))
    if not found:
        return Response(line=number, problem="has no custom_id of ours")
    known = Response(line=number, key=found[2], content_hash=found[1])
    body, problem = _find_body(data)
    if body is None:
        return _fail(known, problem)
    reply = read_reply(body) if "choices" in body else _read_message(body)
    if not isinstance(reply, Reply):
        return _fail(known, reply[0])
    if not reply.text.strip():
        return _fail(known, "an empty answer")
    model = body.get("model")
    return Response(
        line=number, key=found[2], content_hash=found[1], reply=reply, model=model if isinstance(model, str) else None
    )  # fmt: skip


def _find_body(data: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """The completion in a response line, wherever the service puts it."""
    result = data.get("result")
    if isinstance(result, dict):  # {"result": {"type": "succeeded", "message": {…}}}
        message = result.get("message")
        if isinstance(message, dict):
            return message, ""
        return None, f"the service says {str(result.get('type') or result)[:80]}"
    response = data.get("response")
    if isinstance(response, dict):  # {"response": {"status_code": 200, "body": {…}}}
        status, body = response.get("status_code", 200), response.get("body", response)
        if status == 200 and isinstance(body, dict):
            return body, ""
        return None, f"HTTP {str(status)[:10]}"
    if data.get("error"):
        error = data["error"]
        told = error.get("message", error) if isinstance(error, dict) else error
        return None, f"the service says {str(told)[:80]}"
    return (data, "") if "choices" in data else (None, NO_RESPONSE)


def _read_message(body: dict[str, Any]) -> Reply | tuple[str, None]:
    """A reply whose content is a list of parts."""
    content = body.get("content")
    if not isinstance(content, list):
        return "an answer of a form that is not known", None
    text = "".join(
        one["text"] for one in content if isinstance(one, dict) and isinstance(one.get("text"), str)
    )
    usage = body.get("usage") if isinstance(body.get("usage"), dict) else {}
    counts = [usage.get(name) for name in ("input_tokens", "output_tokens")]
    tokens_in, tokens_out = (one if isinstance(one, int) and one >= 0 else None for one in counts)
    return Reply(
        text=text, cut=body.get("stop_reason") == "max_tokens", tokens_in=tokens_in, tokens_out=tokens_out
    )


def _fail(known: Response, problem: str) -> Response:
    return Response(line=known.line, key=known.key, content_hash=known.content_hash, problem=problem)
