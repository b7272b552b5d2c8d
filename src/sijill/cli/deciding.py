"""The verb for people's verdicts: accept, reject, merge, split, undo, list."""

import getpass
from pathlib import Path
from typing import Any

import click

from ..errors import SijillError
from ..model import Decision, Incident, to_dict
from ..record import Record, append_decision, lock_record, read_decisions
from ..record.decisions import address_claim
from .app import Verb, VerbGroup
from .asking import take_output, take_record
from .building import run_build
from .lookup import expand_id
from .printing import Layout, emit, name_columns, print_rows


@click.group(cls=VerbGroup)
def decide() -> None:
    """Overrule the machine: accept, reject, merge, split, undo.

    Every decision is logged with who, when and why, and holds in every later build.

    A decision shows at once: the record is linked and reconciled again. Nothing is ever deleted from the log;
    `undo` adds a line that takes a decision back.
    """


def take_verdict(function: Any) -> Any:
    """The verb takes who decides, why, and whether to build at once."""
    options = [
        click.option("--who", metavar="NAME", help="Who decides.  [default: your user name]"),
        click.option("--why", default="", metavar="TEXT", help="The reason."),
        click.option("--later", is_flag=True, help="Log it only; the next build applies it."),
    ]
    for option in reversed(options):
        function = option(function)
    return take_record(function)


@decide.command(cls=Verb)
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@take_verdict
def accept(ids: tuple[str, ...], **said: Any) -> None:
    """Accept claims, or all claims of incidents; a rejection of them is taken back."""
    judge_claims("accept", ids, said)


@decide.command(cls=Verb)
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@take_verdict
def reject(ids: tuple[str, ...], **said: Any) -> None:
    """Reject claims, or all claims of incidents: the text does not say so.

    They are kept, and count nowhere.
    """
    judge_claims("reject", ids, said)


@decide.command(cls=Verb)
@click.argument("ids", nargs=-1, required=True, metavar="INCIDENT INCIDENT…")
@take_verdict
def merge(ids: tuple[str, ...], **said: Any) -> None:
    """Say that incidents are one event."""
    with Record.open(said["record"]) as record:
        found = [find_incident(record, each) for each in dict.fromkeys(ids)]
        if len({incident.id for incident in found}) < 2:
            raise SijillError("merging needs two incidents", remedy="name both: sijill decide merge ID ID")
        claims = [claim for incident in found for claim in incident.claims]
        target = {"claims": address_claims(record, claims), "incidents": [incident.id for incident in found]}
    log_decision("merge", target, said)


@decide.command(cls=Verb)
@click.argument("incident_id", metavar="INCIDENT")
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM…")
@take_verdict
def split(incident_id: str, claims: tuple[str, ...], **said: Any) -> None:
    """Say that these claims of INCIDENT are another event than the rest of it."""
    with Record.open(said["record"]) as record:
        incident = find_incident(record, incident_id)
        claims = tuple(expand_id(record, claim) for claim in claims)
        strange = [claim for claim in claims if claim not in incident.claims]
        if strange:
            raise SijillError(
                f"is no claim of {incident.id}", where=strange[0], remedy=f"see `sijill show {incident.id}`"
            )
        rest = [claim for claim in incident.claims if claim not in claims]
        if not rest:
            raise SijillError("nothing would be left of it", where=incident.id, remedy="name fewer claims")
        target = {
            "claims": address_claims(record, claims),
            "from": address_claims(record, rest),
            "incidents": [incident.id],
        }
    log_decision("split", target, said)


@decide.command(cls=Verb)
@click.argument("decision_id", metavar="DECISION")
@take_verdict
def undo(decision_id: str, **said: Any) -> None:
    """Take back a decision (`sijill decide list` shows their ids); an undo can be undone."""
    known = {decision.id: decision for decision in read_decisions(Path(said["record"]))}
    short = decision_id.removesuffix("…")
    begun = [one for one in known if len(short) > 4 and one.startswith(short)]
    decision_id = begun[0] if len(begun) == 1 else decision_id
    if decision_id not in known:
        raise SijillError("no decision has this id", where=decision_id, remedy="see `sijill decide list`")
    if known[decision_id].revoked_at:
        raise SijillError(f"was taken back on {known[decision_id].revoked_at}", where=decision_id)
    log_decision("undo", {"decision": decision_id}, said)


@decide.command(name="list", cls=Verb)
@take_record
@take_output
def list_decisions(record: str, output: str | None, limit: int | None) -> None:
    """List every decision: what, who, when, why, whether it stands, and whether it still finds its claims."""
    with Record.open(record) as opened:
        lost = {decision.id for decision in opened.tray()}
    rows = [decision_row(decision, lost) for decision in read_decisions(Path(record))]
    layout = Layout(
        columns=name_columns("id when who verdict what=of state why"),
        wide=("what", "why"),
        spare=("when", "why"),
        empty="no decision yet",
    )
    print_rows(rows, layout, output or "table", limit)


def decision_row(decision: Decision, lost: set[str]) -> dict[str, Any]:
    """One decision as a row: its own fields, what it speaks of in short, and whether it stands."""
    addresses = [one for one in decision.target.get("claims", ()) if isinstance(one, dict)]
    quotes = "; ".join(f"“{one.get('quote', '')}”" for one in addresses)
    state = "taken back" if decision.revoked_at else "finds no claim" if decision.id in lost else "stands"
    return to_dict(decision) | {"what": decision.target.get("decision") or quotes, "state": state}


def judge_claims(verdict: str, ids: tuple[str, ...], said: dict[str, Any]) -> None:
    """The verdict on these claims, or on all claims of these incidents, is logged."""
    with Record.open(said["record"]) as record:
        claims: list[str] = []
        for each in [expand_id(record, one) for one in ids]:
            if record.claim(each) is not None:
                claims.append(each)
            else:
                claims += find_incident(record, each).claims
        target = {"claims": address_claims(record, list(dict.fromkeys(claims)))}
    log_decision(verdict, target, said)


def log_decision(verdict: str, target: dict[str, Any], said: dict[str, Any]) -> None:
    """The decision is in the coder's log and, unless it is to wait, in the record."""
    from ..run.options import BuildOptions

    root = Path(said["record"])
    with lock_record(root):
        decision = append_decision(root, said["who"] or getpass.getuser(), verdict, target, said["why"])
    emit(f"{decision.id}: {verdict}, logged\n")
    if not said["later"]:
        report = run_build((), BuildOptions(record=said["record"]), quiet=True)
        emit(f"version {report.version} of {root} has it\n")


def address_claims(record: Record, claims: Any) -> list[dict[str, Any]]:
    """The claims in the form in which a decision can find them again."""
    found = [record.claim(each) for each in claims]
    return [address_claim(claim, record.document(claim.document.id)) for claim in found if claim is not None]


def find_incident(record: Record, incident_id: str) -> Incident:
    """The incident, or an error that says where to find one."""
    incident = record.incident(expand_id(record, incident_id))
    if incident is None:
        raise SijillError(
            "neither a claim nor an incident of the record has this id",
            where=incident_id,
            remedy="see `sijill incidents` or `sijill claims`",
        )
    return incident
