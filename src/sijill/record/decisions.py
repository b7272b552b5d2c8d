"""The decision log: what people decided, one file a coder, each line chained to the one before."""

import hashlib
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from ..errors import SijillError
from ..model import Claim, Decision, Document, from_json, hash_text, replace, to_json
from .folder import decisions_path, sync_folder, write_whole

VERDICTS = ("accept", "reject", "merge", "split", "edit", "add", "undo")
CODER = re.compile(r"[\w.@+-]{1,64}")
CONTEXT = 60  # characters of the text kept on either side of a quote
# The fields of an address, and of a claim that a person gave, that hold words of the document.
QUOTED = ("quote", "before", "after", "speaker", "who", "actors", "targets", "weapons", "places")


def append_decision(root: Path, who: str, verdict: str, target: dict[str, Any], why: str = "") -> Decision:
    """The decision is the last line of the coder's file, on disk; the caller holds the record's lock.

    Half a line that a killed writer left is set aside, in `WHO.cut` beside the file.
    """
    if verdict not in VERDICTS:
        raise SijillError(f"{verdict!r} is not a verdict", remedy="use one of " + ", ".join(VERDICTS))
    if not CODER.fullmatch(who) or who.startswith("."):
        raise SijillError(
            f"{who!r} cannot name a coder's file",
            remedy="use letters, digits, dots and hyphens, up to 64 of them",
        )
    path = decisions_path(root) / f"{who}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    _mend_end(path)
    lines = _read_file(path)
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    decision = Decision(
        id=_name_decision(who, when, verdict, target, why),
        target=target,
        verdict=verdict,
        who=who,
        when=when,
        why=why,
        previous=hash_decision(lines[-1]) if lines else "",
    )
    with open(path, "ab") as file:
        file.write(to_json(decision) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return decision


def read_decisions(root: Path) -> list[Decision]:
    """Every decision of every coder in the order of time; those that an `undo` names carry `revoked_at`."""
    folder = decisions_path(root)
    lines = (
        [line for path in sorted(folder.glob("*.jsonl")) for line in _read_file(path)]
        if folder.is_dir()
        else []
    )
    lines.sort(key=lambda line: (line.when, line.id))
    revoked: dict[str, str] = {}
    for line in reversed(lines):  # the last first, so that an undo which was itself undone takes nothing back
        if line.verdict == "undo" and line.id not in revoked:
            revoked[line.target.get("decision", "")] = line.when
    return [replace(line, revoked_at=revoked.get(line.id)) for line in lines]


def list_standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions in force: not revoked, and not themselves an undoing."""
    return [line for line in decisions if line.verdict != "undo" and line.revoked_at is None]


def check_chain(root: Path) -> list[str]:
    """What is wrong with the logs, one line a break; none means that no line was changed, taken out or put
    in.
    """
    problems: list[str] = []
    folder = decisions_path(root)
    known: set[str] = set()
    undone: list[tuple[str, int, str]] = []
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
        previous = ""
        *whole, rest = path.read_bytes().split(b"\n")
        if rest and _is_cut(rest):
            problems.append(
                f"{path}:{len(whole) + 1}: ends in half a line: its writer was killed, or writes just now"
            )
            rest = b""
        for number, raw in enumerate([*whole, rest], 1):
            if not raw:
                continue
            try:
                line = from_json(raw, Decision)
            except msgspec.DecodeError as error:
                problems.append(f"{path}:{number}: not a decision ({error})")
                break
            if line.previous != previous:
                problems.append(
                    f"{path}:{number}: does not follow from the line before it: a line was changed or removed"
                )
            if f"{line.who}.jsonl" != path.name:
                problems.append(f"{path}:{number}: is by {line.who}, in another coder's file")
            previous = hash_decision(line)
            known.add(line.id)
            if line.verdict == "undo":
                undone.append((str(path), number, line.target.get("decision", "")))
            if line.id != _name_decision(line.who, line.when, line.verdict, line.target, line.why):
                problems.append(f"{path}:{number}: was changed after it was written")
    problems += [
        f"{path}:{n}: undoes {wanted}, which is nowhere" for path, n, wanted in undone if wanted not in known
    ]
    return problems


def hash_decision(decision: Decision) -> str:
    """The hash that the next line carries; words of documents enter by their own hash, so erasing them breaks
    no chain.

    >>> plain = Decision(id="v", target={"claims": [{"quote": "a"}]}, verdict="reject", who="x", when="2024")
    >>> hash_decision(plain) == hash_decision(replace(plain, target=redact_target(plain.target)))
    True
    """
    bare = replace(decision, target=redact_target(decision.target), revoked_at=None)
    return hashlib.sha256(to_json(bare)).hexdigest()


def redact_target(target: Any) -> Any:
    """The target with the hash of each quoted string in its place; what is a hash already stays."""
    if isinstance(target, dict):
        return {key: _redact_field(key, value) for key, value in target.items()}
    if isinstance(target, list):
        return [redact_target(value) for value in target]
    return target


def _redact_field(key: str, value: Any) -> Any:
    if key in QUOTED and isinstance(value, str):
        return _hash_words(value)
    if key in QUOTED and isinstance(value, list):
        return [_hash_words(one) if isinstance(one, str) else redact_target(one) for one in value]
    return redact_target(value)


def erase_quotes(root: Path, document_ids: set[str]) -> int:
    """How many decisions quoted one of the documents; their words are hashes now, and the chains hold."""
    count = 0
    folder = decisions_path(root)
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
        _mend_end(path)
        path.with_suffix(".cut").unlink(missing_ok=True)  # half a line may quote any document
        lines = _read_file(path)
        changed = [
            replace(line, target=_redact_of(line.target, document_ids))
            if _speaks_of(line, document_ids)
            else line
            for line in lines
        ]
        touched = sum(a != b for a, b in zip(lines, changed, strict=True))
        if touched:
            write_whole(path, b"".join(to_json(line) + b"\n" for line in changed))
            count += touched
    return count


def address_claim(claim: Claim, document: Document | None) -> dict[str, Any]:
    """What a decision keeps of a claim, enough to find it again when an extractor moves its span or renames
    it.
    """
    before = document.text[max(0, claim.start - CONTEXT) : claim.start] if document else ""
    after = document.text[claim.end : claim.end + CONTEXT] if document else ""
    return {
        "claim": claim.id,
        "document": claim.document.id,
        "kind": claim.kind,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "before": before,
        "after": after,
    }


def _name_decision(who: str, when: str, verdict: str, target: dict[str, Any], why: str) -> str:
    # The id is a hash of the line itself, so that a change of the last line, which no line follows, shows
    # as well.
    return "v-" + hash_text(who, when, verdict, to_json(redact_target(target)).decode(), why)


def _speaks_of(decision: Decision, document_ids: set[str]) -> bool:
    return any(address.get("document") in document_ids for address in list_addresses(decision))


def list_addresses(decision: Decision) -> list[dict[str, Any]]:
    """The claims that a decision speaks of, as addresses."""
    both = [*decision.target.get("claims", ()), *decision.target.get("from", ())]
    return [address for address in both if isinstance(address, dict)]


def _redact_of(target: dict[str, Any], document_ids: set[str]) -> dict[str, Any]:
    if isinstance(target.get("claim"), dict):  # given by a person, for this one document
        return redact_target(target)
    return {
        key: [
            redact_target(one) if isinstance(one, dict) and one.get("document") in document_ids else one
            for one in value
        ]
        if key in ("claims", "from") and isinstance(value, list)
        else value
        for key, value in target.items()
    }


def _hash_words(words: str) -> str:
    return (
        words
        if re.fullmatch(r"sha256:[0-9a-f]{64}", words)
        else "sha256:" + hashlib.sha256(words.encode()).hexdigest()
    )


def _read_file(path: Path) -> list[Decision]:
    if not path.exists():
        return []
    *whole, rest = path.read_bytes().split(b"\n")
    lines = []
    for number, raw in enumerate(whole, 1):
        if raw:
            try:
                lines.append(from_json(raw, Decision))
            except msgspec.DecodeError as error:
                raise SijillError(
                    f"line {number} is not a decision ({error})",
                    where=str(path),
                    remedy="restore the file from a copy or from version control",
                ) from error
    return lines if _is_cut(rest) else [*lines, from_json(rest, Decision)]


def _is_cut(rest: bytes) -> bool:
    # What stands after the last line end is being written just now (readers hold no lock), or its writer was
    # killed: nobody was told that it is recorded.
    try:
        from_json(rest, Decision)
    except msgspec.DecodeError:
        return True
    return False


def _mend_end(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        return
    *whole, rest = path.read_bytes().split(b"\n")
    if not rest:
        return
    if not _is_cut(rest):
        whole.append(rest)
    else:
        with open(path.with_suffix(".cut"), "ab") as file:
            file.write(rest + b"\n")
    write_whole(path, b"".join(line + b"\n" for line in whole))
