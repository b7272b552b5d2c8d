"""The verbs that open one thing: show an entry of the record, explain a sentence."""

import json
from typing import Any

import click

from ..errors import SijillError
from ..model import Claim, Document, Incident, to_dict
from ..record import Filters, Record
from .app import Verb
from .asking import take_record
from .pages import Page
from .printing import emit, make_console


@click.command(cls=Verb)
@click.argument("key", metavar="ID")
@take_record
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(key: str, record: str, as_json: bool) -> None:
    """Show everything behind one ID, with the quotes in their text.

    ID is that of a document, claim, incident, place or actor; for the last two any name does.
    """
    with Record.open(record) as opened:
        what, found = find_any(opened, key)
        if as_json:
            emit(json.dumps(gather(opened, what, found), ensure_ascii=False, indent=1) + "\n")
            return
        page = Page(opened, make_console())
        {
            "document": page.show_document,
            "claim": page.show_claim,
            "incident": page.show_incident,
            "place": page.show_place,
            "actor": page.show_actor,
        }[what](found)


@click.command(cls=Verb)
@click.argument("sentence", metavar="SENTENCE")
@click.option("--pack", metavar="NAME|DIR", help="Names and vocabulary.  [default: the shipped pack]")
@click.option(
    "--extractor", default="embedded", show_default=True, metavar="NAME", help="What finds the claims."
)
def explain(sentence: str, pack: str | None, extractor: str) -> None:
    """Show how SENTENCE becomes claims: parse, rules, claims."""
    from pathlib import Path

    from ..extract import load_extractor
    from ..packs import load_pack
    from ..run.local import choose_pack

    if not sentence.strip():
        raise SijillError(
            "there is no sentence", remedy='give one between quotation marks: sijill explain "…"'
        )
    loaded = load_pack(choose_pack(Path(), pack))
    emit(load_extractor(extractor, loaded).explain(sentence).rstrip("\n") + "\n")


def find_any(record: Record, key: str) -> tuple[str, Any]:
    """What the key names, and the thing itself; ids come before names."""
    for what, found in (
        ("claim", record.claim(key)),
        ("incident", record.incident(key)),
        ("document", record.document(key)),
    ):
        if found is not None:
            return what, found
    for what, section, entries in (("place", "places", record.places), ("actor", "actors", record.actors)):
        ids = record.find_named(section, key)
        if ids:
            return what, next(entry for entry in entries() if entry.id == ids[0])
    raise SijillError(
        "nothing in the record has this id or name",
        where=key,
        remedy="see `sijill incidents`, `sijill claims` or `sijill documents` for ids",
    )


def gather(record: Record, what: str, found: Any) -> dict[str, Any]:
    """The thing with what stands behind it, as plain data."""
    everything = Filters(include_background=True, include_rejected=True)
    out: dict[str, Any] = {what: to_dict(found)}
    if isinstance(found, Claim):
        out["document"] = to_dict(record.document(found.document.id))
        out["incident"] = to_dict(record.incident(found.incident)) if found.incident else None
    elif isinstance(found, Incident):
        out["claims"] = [to_dict(record.claim(claim)) for claim in found.claims]
        out["figures"] = [to_dict(figure) for figure in record.figures() if figure.incident == found.id]
    elif isinstance(found, Document):
        out["claims"] = [to_dict(one) for one in record.claims(everything) if one.document.id == found.id]
    elif what == "place":
        here = Filters(places=(found.id,), include_background=True)
        out["incidents"] = [to_dict(one) for one in record.incidents(here)]
        out["claims"] = [to_dict(one) for one in record.claims(here)]
        out["control"] = [to_dict(one) for one in record.control(here)]
    else:
        out["claims"] = [to_dict(one) for one in record.claims(everything) if names_actor(one, found.id)]
    return out


def names_actor(claim: Claim, actor_id: str) -> bool:
    """True when the actor is in the claim in any part: acting, acted upon, speaking or relaying."""
    return any(ref.id == actor_id for ref in (claim.speaker, *claim.via, *claim.actors, *claim.targets))
