"""What ACLED calls an actor: by the name that the pack gives for it, else by the codebook's rule for actors of its sort."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sijill.packs import Actor
from sijill.packs.records import covers_day, pick_dated
from sijill.publish.formats.countries import Country, find_country, load_facts

ARMY, POLICE, GOVERNMENT = "Military Forces of", "Police Forces of", "Government of"
BEHIND = re.compile(r"\s*\([^()]*\)$")
STATE_NAME = re.compile(rf"^((?:{ARMY}|{POLICE}) [^(]+?)( \(\d{{4}}-(?:\d{{4}})?\))?(?= |$)")
YEARS = re.compile(r"\s*\(\d{4}-(?:\d{4})?\)")
UNNAMED = frozenset({"person", "civilians"})


def name_actor(actor: Actor, day: str | None, known: Mapping[str, Actor]) -> str:
    """ACLED's name of an actor of the pack on a day; the record's own name where there is no rule for its sort.

    `known` are all actors by id: a unit is named after the army that it belongs to.

    >>> army = Actor(id="army", name="Northern army", kind="state_forces", country="FI")
    >>> name_actor(army, "2031-05-04", {}), name_actor(Actor(id="f", name="Front", kind="armed_group"), None, {})
    ('Military Forces of Finland', 'Front')
    >>> unit = Actor(id="u", name="3rd Brigade", kind="state_forces_unit", parent="army")
    >>> name_actor(unit, None, {"army": army})
    'Military Forces of Finland 3rd Brigade'
    """
    if given := pick_dated(actor.acled, day):
        return given
    country = find_country(find_home(actor, known))
    if actor.kind == "person" and (above := known.get(actor.parent or "")):
        return name_actor(above, day, known)
    if country is None:
        return actor.name
    if actor.kind == "state_forces":
        return name_state(ARMY, country, day)
    if actor.kind == "state_forces_unit":
        return (
            f"{name_army(actor, day, known) or name_state(ARMY, country, day)} {BEHIND.sub('', actor.name)}"
        )
    if actor.kind == "state_body":
        return name_state(POLICE if is_police(actor) else GOVERNMENT, country, day)
    return name_state(GOVERNMENT, country, day) if actor.kind == "state" else actor.name


def name_state(what: str, country: Country, day: str | None) -> str:
    """The forces or the government of a country, with the years of the regime of that day where they are known.

    >>> name_state(ARMY, find_country("US"), "2018-04-14").endswith(" (2017-2021)")
    True
    >>> name_state(POLICE, find_country("FI"), "2018-04-14")
    'Police Forces of Finland'
    """
    facts = load_facts()
    years = find_years(country.iso2, day)
    article = "the " if country.iso2 in facts["acled_articles"] else ""
    return f"{what} {article}{country.acled_name}" + (f" ({years})" if years else "")


def find_years(code: str, day: str | None) -> str | None:
    """The years by which ACLED tells the regime of a country on a day; None where that is not known as data.

    >>> find_years("SY", "2018-04-14"), find_years("SY", "2025-03-01"), find_years("FI", "2018-04-14")
    ('2000-2024', None, None)
    """
    regimes = load_facts()["acled_regimes"].get(code, ())
    return next(
        (one["years"] for one in regimes if day and covers_day(one["from"], one.get("to"), day)), None
    )


def name_army(unit: Actor, day: str | None, known: Mapping[str, Actor]) -> str | None:
    """The army or police that a unit belongs to, by its ACLED name; None where it belongs to neither."""
    above, seen = known.get(unit.parent or ""), {unit.id}
    while above and above.id not in seen:
        seen.add(above.id)
        if above.kind != "state_forces_unit":
            found = STATE_NAME.match(name_actor(above, day, known))
            if found:
                return found.group(0)
        above = known.get(above.parent or "")
    return None


def find_home(actor: Actor | None, known: Mapping[str, Actor]) -> str | None:
    """The country of an actor, or of the body that it belongs to."""
    seen: set[str] = set()
    while actor and actor.id not in seen:
        seen.add(actor.id)
        if actor.country:
            return actor.country
        actor = known.get(actor.parent or "")
    return None


def is_police(actor: Actor) -> bool:
    """Whether a body of the state is its police, by its English names."""
    words = {word.casefold().strip(".,()") for alias in actor.names for word in alias.name.split()} | {
        word.casefold() for word in actor.name.split()
    }
    return bool(words & {"police", "gendarmerie"})


def is_state_name(name: str) -> bool:
    """Whether a name is that of a state's forces or government.

    >>> is_state_name("Police Forces of Finland"), is_state_name("Elm Brigade")
    (True, False)
    """
    return name.startswith((ARMY, POLICE, GOVERNMENT))


def is_identity_name(name: str) -> bool:
    """Whether ACLED's name is that of an identity militia.

    >>> is_identity_name("Lowland Clan Militia (Velmora)"), is_identity_name("Militia (Pro-Highland)")
    (True, False)
    """
    return bool(re.search(r"\b(Ethnic|Communal|Clan|Tribal|Caste|Religious) Militia\b", name))


def index_names(actors: Iterable[Any]) -> dict[str, frozenset[str]]:
    """By ACLED's name, written small, the ids of the actors of a pack that it may be; by the name without years as well.

    >>> army = Actor(id="army", name="Northern army", kind="state_forces", country="FR")
    >>> found = index_names([army])
    >>> found["military forces of france (2017-)"], found["military forces of france"]
    (frozenset({'army'}), frozenset({'army'}))
    """
    known = {actor.id: actor for actor in actors}
    found: dict[str, set[str]] = {}
    for actor in known.values():
        if actor.kind in UNNAMED or (actor.kind == "state_body" and not (actor.acled or is_police(actor))):
            continue
        for name in list_names(actor, known):
            for key in (name, YEARS.sub("", name)):
                found.setdefault(key.casefold(), set()).add(actor.id)
    return {name: frozenset(ids) for name, ids in found.items()}


def list_names(actor: Actor, known: Mapping[str, Actor]) -> list[str]:
    """All names that ACLED may have for an actor in the days of its life, without the one that it has anyway."""
    days = [one.start or one.end for one in actor.acled] + list_starts(find_home(actor, known))
    lived = [day for day in days if day is None or covers_day(actor.start, actor.end, day)]
    names = [name_actor(actor, day, known) for day in dict.fromkeys((*lived, actor.start, actor.end, None))]
    return [name for name in dict.fromkeys((*(one.id for one in actor.acled), *names)) if name != actor.name]


@cache
def _list_starts(code: str) -> tuple[str, ...]:
    return tuple(one["from"] for one in load_facts()["acled_regimes"].get(code, ()))


def list_starts(code: str | None) -> list[str]:
    """The first days of the regimes of a country, as far as they are known."""
    return list(_list_starts(code)) if code else []
