"""The actor columns of ACLED: which two parties are the main ones, who stood with them, and the sort of each."""

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from sijill.model import replace
from sijill.publish.formats.acled_actors import is_identity_name, is_state_name, name_actor
from sijill.publish.formats.countries import find_country
from sijill.publish.formats.events import Event, EventView
from sijill.publish.formats.parties import UNARMED, Parties, Party

ARMED = ("state", "rebels", "militia", "foreign")
REMOTE = "Explosions/Remote violence"
# What parties do or undergo together: whoever is named of them is the first actor.
JOINT = {"agreement", "ceasefire", "negotiation", "evacuation", "displacement", "withdrawal", "handover", "weapons_surrender",
         "mobilization", "other"}  # fmt: skip
TREATIES = {"agreement", "ceasefire", "negotiation"}


@cache
def load_words() -> dict[str, Any]:
    """What `acled.yml` holds: event types by kind, words that tell sub-events apart, codes."""
    return yaml.safe_load(resources.files("sijill.publish.formats").joinpath("acled.yml").read_text("utf-8"))


class Columns:
    """The actor columns of one event: `first` and `second`, each with its name, its sort and those beside it."""

    def __init__(self, event: Event, view: EventView, event_type: str, sub_event: str):
        self.event, self.parties, self.event_type = event, view.parties, event_type
        pair = choose_actors(event, event_type, sub_event, view.parties)
        self.first, self.second = (self._settle(self.forces(one)) for one in pair)

    def forces(self, party: Party | None) -> Party | None:
        """Who fights for a government that is said to; governments themselves sign and announce."""
        return party if self.event_type == "Strategic developments" else self.parties.find_forces(party)

    def values(self) -> dict[str, str]:
        """The seven columns."""
        sorts = [name_inter(one) for one in (self.first, self.second)]
        return {
            "actor1": self.name(self.first),
            "assoc_actor_1": self.list_others(self.first),
            "inter1": sorts[0],
            "actor2": self.name(self.second),
            "assoc_actor_2": self.list_others(self.second),
            "inter2": sorts[1],
            "interaction": name_interaction(*sorts),
        }

    def name(self, party: Party | None) -> str:
        """What the actor columns call a party."""
        return name_party(party, self.event, self.parties)

    def _settle(self, party: Party | None) -> Party | None:
        """The party with the sort that its name in ACLED tells on that day: forces of a state, or an identity militia."""
        if party is None or not party.id or party.sort in ("civilians", "protesters", "foreign"):
            return party
        name = self.name(party)
        if is_identity_name(name):
            return replace(party, sort="identity")
        return replace(party, sort="state") if is_state_name(name) and party.sort != "state" else party

    def list_others(self, main: Party | None) -> str:
        """The other parties that stood with a main actor, joined by "; ".

        Those of its side; civilians beside fighters who were shelled or bombed, and fighters beside civilians who were, but
        in battles no civilians; and the body to which unarmed people belong.
        """
        if main is None:
            return ""
        forces = self.forces
        casts = (self.event.cast.doers, self.event.cast.others)
        group = next((group for group in casts if main.name in (one.name for one in map(forces, group))), ())
        own, names = self.name(main), []
        if main.named and main.kind in UNARMED and main.name != own:
            names.append(main.name)
        for one in map(forces, group):
            if one.name == main.name:
                continue
            unarmed = one.sort == "civilians"
            if main.sort == "civilians":
                beside = self.event_type == REMOTE and not unarmed and one.named
            elif unarmed:
                beside = self.event_type != "Battles"
            else:
                beside = one.named and self.parties.are_allied(main.side, one.side)
            if beside:
                names.append(self.name(one))
        return "; ".join(name for name in dict.fromkeys(names) if name != own)


def choose_actors(
    event: Event, event_type: str, sub_event: str, parties: Parties
) -> tuple[Party | None, Party | None]:
    """The two main actors; one that nobody names stands as an unidentified group where ACLED wants an actor.

    Where claims hold opposed sides responsible, the first is unidentified too, and the notes say who blames whom.
    """
    cast, kind = event.cast, event.incident.kind
    unknown = Party(name="", sort="unknown", named=False)
    treaty = kind in TREATIES
    first = None if cast.rivals and not treaty else next(iter(cast.doers), None)
    second = next(iter(cast.others), None)
    if event_type == "Battles":
        fighting = [one for one in cast.others if one.sort != "civilians"]
        return first or unknown, next(iter(fighting), None) or unknown
    if event_type == "Violence against civilians":
        civilians = next((one for one in cast.others if one.sort == "civilians"), None)
        return first or unknown, civilians or Party(name="", sort="civilians", named=False)
    if event_type in ("Protests", "Riots"):
        crowd = Party(name="", sort="protesters" if event_type == "Protests" else "rioters", named=False)
        armed = next((one for one in (*cast.others, *cast.doers) if one.sort in ARMED), None)
        return crowd, armed if sub_event != "Peaceful protest" else None
    if treaty and first and second is None:  # both who sign are doers
        second = next((one for one in cast.doers[1:] if not parties.are_allied(first.side, one.side)), None)
    if first is None and kind in JOINT:
        alone = second or (
            Party(name="", sort="civilians", named=False)
            if kind in ("displacement", "evacuation")
            else unknown
        )
        return alone, None
    if first is None and kind in ("air_strike", "drone_strike"):
        return Party(name="", sort="foreign", named=False), second
    return first or unknown, second


def name_party(party: Party | None, event: Event, parties: Parties) -> str:
    """What the actor columns call a party: its name in ACLED, or ACLED's words for those who have none, with the country."""
    if party is None:
        return ""
    words, country = load_words(), event.where.country.acled_name
    if party.sort == "civilians":
        home = find_country(party.home)
        abroad = party.kind in UNARMED and party.kind != "local_body"
        if abroad and party.kind != "civilians":
            country = home.acled_name if home else words["nowhere"]
        return f"{words['civilians']} ({country})"
    if not (party.id or party.named):
        if party.sort == "foreign":
            return words["unknown_forces"]
        return f"{words.get(party.sort, words['unknown_group'])} ({country})"
    actor = parties.known.get(party.id or "")
    return name_actor(actor, event.days.middle, parties.known) if actor else party.name


def name_inter(party: Party | None) -> str:
    """The sort of an actor in ACLED's words; empty without one.

    >>> name_inter(Party(name="Elm Brigade", sort="rebels")), name_inter(None)
    ('Rebel group', '')
    """
    return load_words()["inter"][party.sort] if party else ""


def name_interaction(one: str, other: str) -> str:
    """Both sorts of actor as one phrase, the lower-numbered first.

    >>> name_interaction("Rebel group", "State forces"), name_interaction("Rebel group", "")
    ('State forces-Rebel group', 'Rebel group only')
    >>> name_interaction("Civilians", "External/Other forces")
    'External/Other forces-Civilians'
    """
    if not other:
        return f"{one} only" if one else ""
    order = load_words()["inter_order"]
    pair = sorted((one, other), key=order.index)
    if pair == [order[6], order[7]]:  # the one pair that ACLED writes the other way round
        pair.reverse()
    return "-".join(pair)


def is_targeting(event_type: str, sub_event: str, second: Party | None) -> bool:
    """Whether civilians were the main target, as the codebook marks it: also protesters on whom force was used."""
    if event_type == "Violence against civilians" or sub_event == "Excessive force against protesters":
        return True
    return event_type in (REMOTE, "Riots") and second is not None and second.sort == "civilians"


def has_word(text: str, words: list[str]) -> bool:
    """Whether one of the words stands in a text, and is not denied there by "not" right before it.

    >>> has_word("they left without a fight", ["without a fight"]), has_word("not without a fight", ["without a fight"])
    (True, False)
    """
    return any(re.search(rf"(?<!\bnot )\b{re.escape(word)}\b", text) for word in words)
