"""The verbs that open one thing: show an entry of the record, explain a sentence."""

import json
from typing import Any

import click

from ..errors import SijillError
from ..model import Claim, Document, Incident, to_dict
from ..record import Filters, Record
from .app import Verb
from .asking import read_day, take_record, tell_day
from .lookup import Voice, find_any, names_actor
from .pages import Page
from .printing import emit, make_console
from .ruling import OWN, list_rulings, take_rules


@click.command(cls=Verb)
@click.argument("key", metavar="ID")
@take_record
@take_rules("Rule on an incident's figures by this rule-set and list each step.", default=None)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(key: str, record: str, rules: str | None, as_json: bool) -> None:
    """Show everything behind one ID, with the quotes in their text.

    ID is that of a document, claim, incident, place or actor, or its beginning. The name of a place, an actor, an
    outlet or a speaker does as well, a part of a speaker's name, a source and the title of a document. Where nothing
    has the name, the first line says so and which is the nearest.

    A claim's page says of each name why it is taken for whom or what it is, and what came second. The figures of an
    incident come with how each toll rose: who gave which number when, and which claim of its own source superseded it.
    """
    with Record.open(record) as opened:
        what, found, remark = find_any(opened, key)
        if rules and what != "incident":
            raise SijillError(
                f"--rules reads the figures of an incident, and this is a {what}", where=key,
                remedy="leave --rules out, or name an incident (`sijill figures` lists those with figures)",
            )  # fmt: skip
        if as_json:
            out = ({"remark": remark} if remark else {}) | gather(opened, what, found)
            if what == "incident":
                out |= list_rulings(opened, found, rules or OWN)
            emit(json.dumps(out, ensure_ascii=False, indent=1) + "\n")
            return
        if remark:
            emit(f"{remark}\n")
        page = Page(opened, make_console(), rules)
        {
            "document": page.show_document,
            "claim": page.show_claim,
            "incident": page.show_incident,
            "place": page.show_place,
            "actor": page.show_actor,
            "voice": page.show_voice,
        }[what](found)


@click.command(cls=Verb)
@click.argument("sentence", metavar="SENTENCE")
@click.option(
    "--pack", metavar="NAME|DIR", help="Names and vocabulary.  [default: the shipped one that it names]"
)
@click.option(
    "--extractor", default="embedded", show_default=True, metavar="NAME", help="What finds the claims."
)
@click.option("--published", metavar="DAY", help="The day of the report that it stands in, to date it by.")
def explain(sentence: str, pack: str | None, extractor: str, published: str | None) -> None:
    """Show how SENTENCE becomes claims: parse, rules, claims."""
    from pathlib import Path

    from ..extract import load_extractor
    from ..packs import load_pack
    from ..run.choosing import choose_pack
    from ..run.inputs import check_published

    if not sentence.strip():
        raise SijillError(
            "there is no sentence", remedy='give one between quotation marks: sijill explain "…"'
        )
    loaded = load_pack(choose_pack(Path(), pack, [sentence]))
    check_published(published)
    day, reader = read_day(published, "--published"), load_extractor(extractor, loaded)
    tell_day(published, day, "--published")
    text = reader.explain(sentence, published=day)
    emit(text.rstrip("\n") + "\n")


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
    elif isinstance(found, Voice):
        pass  # it carries its own documents and claims
    elif what == "place":
        here = Filters(places=(found.id,), include_background=True)
        out["incidents"] = [to_dict(one) for one in record.incidents(here)]
        out["claims"] = [to_dict(one) for one in record.claims(here)]
        out["control"] = [to_dict(one) for one in record.control(here)]
    else:
        out["claims"] = [to_dict(one) for one in record.claims(everything) if names_actor(one, found)]
    return out
