"""Telegram's own JSON export of a channel or chat: one document a message, its text joined from its pieces."""

import json
from collections.abc import Iterator
from typing import Any

from ..model import Capture, Unread
from .jsonl import make_record
from .unit import Unit

CHANNELS = {"public_channel", "private_channel", "public_supergroup", "private_supergroup", "private_group"}


def is_export(data: Any) -> bool:
    """Whether a JSON value is such an export: a chat with messages, or several in `chats.list`.

    >>> is_export({"name": "Elm news", "type": "public_channel", "messages": []}), is_export({"messages": []})
    (True, False)
    """
    if not isinstance(data, dict):
        return False
    chats = data.get("chats")
    if isinstance(chats, dict) and isinstance(chats.get("list"), list):
        return any(is_export(chat) for chat in chats["list"])
    return isinstance(data.get("messages"), list) and isinstance(data.get("type"), str)


def split_export(data: dict[str, Any], unit: Unit) -> Iterator[Capture | Unread]:
    """One Capture a message that has words; service messages and bare pictures are no documents."""
    chats = data["chats"]["list"] if "chats" in data else [data]
    seen: set[str] = set()
    found = False
    for chat in chats:
        if not is_export(chat):
            continue
        for message in chat["messages"]:
            record = read_message(message, chat) if isinstance(message, dict) else None
            if record is not None:
                found = True
                payload = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
                where = f"{unit.name}, message {message.get('id')}"
                yield make_record(payload, where, unit, int(message.get("id") or 0), seen)
    if not found:
        yield Unread(
            source=unit.name,
            problem="holds no message with words",
            remedy="export the channel with its messages",
        )


def read_message(message: dict[str, Any], chat: dict[str, Any]) -> dict[str, str] | None:
    """The message as a document's fields; None where it has no words.

    >>> read_message({"id": 7, "type": "message", "date": "2031-05-04T10:00:00", "from": "Elm",
    ...               "text": ["Shells fell on ", {"type": "bold", "text": "Oak"}, "."]}, {"name": "Elm news", "id": 3})
    {'id': '3/7', 'text': 'Shells fell on Oak.', 'published': '2031-05-04T10:00:00', 'publisher': 'Elm news'}
    """
    if message.get("type", "message") != "message":
        return None
    text = join_text(message.get("text"))
    if not text.strip():
        return None
    name = chat.get("name") or message.get("from") or ""
    record = {"id": f"{chat.get('id', 'chat')}/{message.get('id')}", "text": text}
    record |= {"published": str(message["date"])} if message.get("date") else {}
    # What was forwarded is somebody else's words; who that was stands before them.
    origin = message.get("forwarded_from")
    if origin:
        record["text"] = f"Forwarded from {origin}:\n\n{text}"
    return record | ({"publisher": str(name)} if name else {})


def join_text(text: Any) -> str:
    """The words of a message, whose text is one string or a list of strings and marked pieces."""
    if isinstance(text, str):
        return text
    pieces = text if isinstance(text, list) else []
    return "".join(
        piece if isinstance(piece, str) else str(piece.get("text", ""))
        for piece in pieces
        if isinstance(piece, str | dict)
    )
