"""What people decide at the desk: checked, logged, and built into the record in the background."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import SijillError
from ..model import KINDS, MEASURES, STANCES, Decision, Document
from ..record import append_decision, lock_record, read_decisions
from ..record.decisions import address_claim, list_standing
from ..record.served import ServedRecord
from .access import Person

WAIT = 20.0  # seconds for a build to end before a decision is refused
SETTLE = 0.8  # seconds without a decision before a build begins
LONGEST_WHY = 2000
BUILD = [sys.executable, "-c", "from sijill.cli import main; main()", "build", "--record"]


class RefusedError(SijillError):
    """A decision that was not recorded: who asked is told so."""

    status = 409


class Builder:
    """Appends decisions, one at a time, and builds the record after the last of a run of them."""

    def __init__(self, root: Path, done: Any):
        self._root, self._done = root, done
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self.building, self.waiting, self.problem = False, 0, ""

    def record(self, who: str, verdict: str, target: dict[str, Any], why: str) -> Decision:
        """The decision is on disk when this returns; where another process writes for too long, it is refused."""
        with self.writing():
            decision = append_decision(self._root, who, verdict, target, why)
        self.expect()
        return decision

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """While inside, nobody else writes to the record; a build that is under way is waited for."""
        until = time.monotonic() + WAIT
        with contextlib.ExitStack() as held:
            while True:
                held.enter_context(self._lock)
                try:
                    held.enter_context(lock_record(self._root))
                    break
                except SijillError as error:
                    held.pop_all().close()
                    if "is writing to this record" not in error.what:
                        raise
                    if time.monotonic() > until:
                        raise RefusedError(
                            "a build is under way, and this was not recorded", remedy="try again in a minute"
                        ) from error
                    time.sleep(0.15)
            yield

    def expect(self) -> None:
        """Something was written that the next build takes in."""
        with self._lock:
            self.waiting += 1
        self.schedule()

    def schedule(self) -> None:
        """A build begins soon, unless another decision comes first."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(SETTLE, self.build)
            self._timer.daemon = True
            self._timer.start()

    def build(self) -> None:
        """The record has all decisions, or `problem` says why not."""
        with self._lock:
            if self.building:
                self._timer = threading.Timer(SETTLE, self.build)
                self._timer.daemon = True
                self._timer.start()
                return
            self.building, taken = True, self.waiting
        try:
            ran = subprocess.run([*BUILD, str(self._root)], capture_output=True, text=True, check=False)
            self.problem = (
                "" if ran.returncode == 0 else (ran.stderr.strip().splitlines() or ["the build failed"])[-1]
            )
            self._done()
        finally:
            with self._lock:
                self.building, self.waiting = False, max(0, self.waiting - taken)


def decide(
    record: ServedRecord, builder: Builder, root: Path, person: Person, form: Mapping[str, Sequence[str]]
) -> tuple[Decision, str]:
    """The decision that the form asks for, logged, and what the person should know of it."""
    verdict, why = _one(form, "verdict"), _one(form, "why")[:LONGEST_WHY]
    makers = {
        "accept": judge, "reject": judge, "edit": correct, "add": add_claim, "merge": merge, "split": split
    }  # fmt: skip
    if verdict == "undo":
        target = find_undone(root, person, _one(form, "decision"))
    elif verdict in makers:
        target = makers[verdict](record, form)
    else:
        raise SijillError(
            f"{verdict!r} is not a verdict", remedy="use one of " + ", ".join((*makers, "undo"))
        )
    others = find_others(root, person.name, target) if verdict != "undo" else ""
    return builder.record(person.name, verdict, target, why), others


def judge(record: ServedRecord, form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The claims named, or all those of the incidents named."""
    ids = [*form.get("claim", ())]
    for key in form.get("incident", ()):
        ids += find_incident(record, key).claims
    return {"claims": address_all(record, ids)}


def correct(record: ServedRecord, form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """One claim and the slots that a person gave it."""
    ids = form.get("claim", ())
    if len(ids) != 1:
        raise SijillError("a correction is of one claim")
    return {"claims": address_all(record, ids), "claim": read_slots(form)}


def add_claim(record: ServedRecord, form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A claim on words of a document that nobody had marked."""
    document = record.document(_one(form, "document"))
    if document is None:
        raise SijillError("no document has this id", where=_one(form, "document"))
    start, end = find_span(document, form)
    slots = read_slots(form)
    if "kind" not in slots:
        raise SijillError("what kind of event is it?", remedy="choose a kind")
    text = document.text
    return {
        "claims": [{
            "document": document.id, "kind": slots["kind"], "start": start, "end": end, "quote": text[start:end],
            "before": text[max(0, start - 60) : start], "after": text[end : end + 60],
        }],
        "claim": slots,
    }  # fmt: skip


def merge(record: ServedRecord, form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Two or more incidents that are one event."""
    found = {
        one.id: one
        for one in (find_incident(record, key.strip()) for key in form.get("incident", ()) if key.strip())
    }
    if len(found) < 2:
        raise SijillError("merging needs two incidents", remedy="name the other one by its id")
    claims = [claim for one in found.values() for claim in one.claims]
    return {"claims": address_all(record, claims), "incidents": list(found)}


def split(record: ServedRecord, form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Some claims of an incident that are another event than the rest."""
    incident = find_incident(record, _one(form, "incident"))
    apart = [claim for claim in form.get("claim", ()) if claim in incident.claims]
    rest = [claim for claim in incident.claims if claim not in apart]
    if not apart or not rest:
        raise SijillError("choose some of its claims, and leave some", where=incident.id)
    return {
        "claims": address_all(record, apart),
        "from": address_all(record, rest),
        "incidents": [incident.id],
    }


def find_undone(root: Path, person: Person, key: str) -> dict[str, Any]:
    """The decision to take back: one's own, or anybody's for an editor."""
    known = {one.id: one for one in read_decisions(root)}
    if key not in known:
        raise SijillError("no decision has this id", where=key)
    if known[key].revoked_at:
        raise RefusedError(f"it was taken back already, on {known[key].revoked_at[:16]}", where=key)
    if known[key].who != person.name and not person.may("editor"):
        raise SijillError("only an editor takes back what somebody else decided", where=key)
    return {"decision": key}


def find_others(root: Path, who: str, target: dict[str, Any]) -> str:
    """What somebody else decided about the same claims, in words; "" where nobody did."""
    ids = {one.get("claim") for one in target.get("claims", ()) if one.get("claim")}
    for one in reversed(list_standing(read_decisions(root))):
        if one.who != who and any(
            isinstance(a, dict) and a.get("claim") in ids for a in one.target.get("claims", ())
        ):
            return f"{one.who}: {one.verdict}, {one.when[:16].replace('T', ' ')}"
    return ""


def read_slots(form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The slots of a claim that the form gives; an empty field gives nothing, a lone dash empties a list."""
    slots: dict[str, Any] = {}
    for name, known in (("kind", KINDS), ("stance", STANCES)):
        value = _one(form, name)
        if value and value not in known:
            raise SijillError(f"there is no {name} {value!r}")
        if value:
            slots[name] = value
    if _one(form, "speaker"):
        slots["speaker"] = _one(form, "speaker")[:200]
    for name in ("actors", "targets", "places"):
        value = _one(form, name)
        if value:
            slots[name] = (
                [] if value == "-" else [part.strip()[:200] for part in value.split(";") if part.strip()]
            )
    from ..cli.asking import read_day

    for name in ("day", "day_end"):
        if _one(form, name):
            slots[name] = read_day(_one(form, name), name)
    if "day_end" in slots and slots["day_end"] < slots.get("day", ""):
        raise SijillError("the last day is before the first", remedy="swap the two")
    if _one(form, "measure"):
        slots["figures"] = [read_figure(form)]
    if _one(form, "hedged"):
        slots["hedged"] = _one(form, "hedged") == "1"
    return slots


def read_figure(form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The figure of the form: measure, whom it counts, and its ends, either of which may be open."""
    measure = _one(form, "measure")
    if measure not in MEASURES:
        raise SijillError(f"there is no measure {measure!r}")
    ends = {}
    for name in ("low", "high"):
        text = _one(form, name)
        try:
            ends[name] = float(text) if text else None
        except ValueError:
            raise SijillError(f"{text!r} is not a number", where=name, remedy="write digits alone") from None
    if ends["low"] is not None and ends["high"] is not None and ends["low"] > ends["high"]:
        raise SijillError("the lower number is above the higher", remedy="swap the two")
    return {"measure": measure, "who": _one(form, "who") or None, **ends}


def find_span(document: Document, form: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """Where the chosen words stand in the document's text; the browser counts line ends its own way."""
    import re

    quote = _one(form, "quote", keep=True).replace("\r\n", "\n").strip()
    if not 2 <= len(quote) <= 2000:
        raise SijillError("choose between two and 2,000 letters of the text")
    words = r"\s+".join(map(re.escape, quote.split()))
    found = [(match.start(), match.end()) for match in re.finditer(words, document.text)]
    if not found:
        raise SijillError("these words are not in the document", remedy="select them again")
    start = _one(form, "start")
    near = int(start) if start.isascii() and start.isdigit() else 0
    return min(found, key=lambda span: abs(span[0] - near))


def address_all(record: ServedRecord, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The claims in the form in which a decision can find them again; an unknown id is an error."""
    addresses = []
    for key in dict.fromkeys(ids):
        claim = record.claim(key)
        if claim is None:
            raise SijillError(
                "no claim has this id",
                where=key,
                remedy="the record may have been built anew: reload the page",
            )
        addresses.append(address_claim(claim, record.document(claim.document.id)))
    if not addresses:
        raise SijillError("no claim was named")
    return addresses


def find_incident(record: ServedRecord, key: str) -> Any:
    """The incident, or an error."""
    incident = record.incident(key)
    if incident is None:
        raise SijillError("no incident has this id", where=key, remedy="copy it from the incident's page")
    return incident


def _one(form: Mapping[str, Sequence[str]], name: str, keep: bool = False) -> str:
    value = (form.get(name) or ("",))[-1]
    return value if keep else " ".join(value.split())
