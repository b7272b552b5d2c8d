"""JSON documents: one object of the document shape, a list of them, or one a line."""

import json
from collections.abc import Iterator

from ..model import Frozen, Unread
from .decode import decode_bytes, replace_surrogates
from .unit import Unit, make_capture

FIELDS = ("id", "url", "title", "publisher", "published", "language", "author")
REMEDY = "each document is one JSON object with a `text`, and if known " + ", ".join(FIELDS)


class JsonRecord(Frozen):
    """One document of a JSON input: its text and the fields that were given."""

    text: str
    fields: dict[str, str]


def parse_record(payload: bytes | str) -> JsonRecord:
    """The document that one JSON object gives; raises ValueError, in words, when it gives none.

    >>> parse_record('{"text": "Four tanks were lost.", "id": "a1"}').fields
    {'id': 'a1'}
    """
    try:
        data = json.loads(payload)
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8") from error
    except ValueError as error:
        raise ValueError(f"is not JSON ({error})") from error
    if not isinstance(data, dict):
        raise ValueError("is not a JSON object")
    if not isinstance(data.get("text"), str):
        raise ValueError("has no `text`")
    fields = {}
    for name in FIELDS:
        value = data.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, int) and not isinstance(value, bool) and name in ("id", "published"):
            value = str(value)
        if not isinstance(value, str):
            raise ValueError(f"has a `{name}` that is not text")
        fields[name] = replace_surrogates(value.strip())
    return JsonRecord(text=replace_surrogates(data["text"]), fields=fields)


def split_jsonl(lines: Iterator[bytes], unit: Unit, max_bytes: int) -> Iterator:
    """One Capture a line (its payload is that line's bytes), an Unread for each line that is not a
    document."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        payload = line.strip(b"\r\n\t ").removeprefix(b"\xef\xbb\xbf" if number == 1 else b"")
        if not payload:
            continue
        where = f"{unit.name}, line {number}"
        if len(payload) > max_bytes:
            yield Unread(
                source=where, problem=f"is longer than {max_bytes} bytes", remedy="raise the limit or cut it"
            )
            continue
        yield make_record(payload, where, unit, number, seen)


def split_json(payload: bytes, unit: Unit) -> Iterator:
    """The documents of a JSON file that holds one object or a list of objects; each keeps its own bytes."""
    from .telegram import is_export, split_export

    text = decode_bytes(payload).text
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        try:
            data, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            problem = _locate(text, error)
        else:
            rest = text[_skip(text, end) :]
            if not rest and is_export(data):
                yield from split_export(data, unit)
                return
            if not rest:
                yield make_record(payload.strip(), unit.name, unit, None, set())
                return
            problem = "goes on after its first object" + (" (it looks like JSONL)" if rest[0] == "{" else "")
        yield Unread(
            source=unit.name, problem=problem, remedy="mend the file, or name it .jsonl if it is one a line"
        )
        return
    at, number, seen = _skip(text, at + 1), 0, set()
    while text[at : at + 1] != "]":
        number += 1
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Unread(
                source=unit.name, problem=_locate(text, error), remedy="mend the file; the rest was not read"
            )
            return
        payload = text[at:end].encode("utf-8", "replace")
        yield make_record(payload, f"{unit.name}, item {number}", unit, number, seen)
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            yield Unread(
                source=unit.name, problem="the list is cut off", remedy="mend the file; the rest was not read"
            )
            return


def make_record(payload: bytes, where: str, unit: Unit, number: int | None, seen: set[str]):
    """The Capture of one JSON document, named by its id, its address or its place in the file; or Unread.

    `seen` are the names and addresses that the file has used so far: the archive tells sources apart by them, so one
    that comes again is told from the first by its line.
    """
    try:
        record = parse_record(payload)
    except ValueError as error:
        return Unread(source=where, problem=str(error), remedy=REMEDY)
    if not record.text.strip():
        return Unread(source=where, problem="its `text` is empty", remedy=REMEDY)
    url, name = record.fields.get("url"), record.fields.get("id") or record.fields.get("url")
    again = bool({url, name} & seen)
    seen |= {url, name} - {None}
    if name is None:
        name = unit.name if number is None else f"{unit.name}:{number}"
    meta = dict(unit.meta)
    if number is not None:
        part = record.fields.get("id") or str(number)
        meta["path"] = f"{meta.get('path', unit.name)}#{part}" + (f":{number}" if again else "")
    own = Unit(
        name=name,
        media_type="application/json",
        captured=unit.captured,
        url=None if again else url,  # the document still gets it from its own fields
        meta=meta,
    )
    return make_capture(own, payload)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n\ufeff":
        at += 1
    return at


def _locate(text: str, error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON (line {error.lineno}: {error.msg})"
    return "is nested too deeply" if isinstance(error, RecursionError) else f"is not JSON ({error})"
