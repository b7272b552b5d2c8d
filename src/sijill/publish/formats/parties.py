"""Who took part in an incident: each party once, what sort of party it is, and on which side of the event it stood."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sijill.model import ActorRef, Claim, Frozen, Incident, replace
from sijill.publish.formats.acled_actors import find_home
from sijill.publish.formats.countries import Country
from sijill.reconcile.rulesets import load_vocabulary

STATE = {"state", "state_forces", "state_forces_unit", "state_body", "government"}
GROUPS = {"armed_group", "coalition", "joint_command", "umbrella", "armed_group_unspecified"}
BODIES = {"international_body"}
UNARMED = {"civilians", "relief", "local_body", "diplomatic_mission"}
PARTISAN = {"political_body"}
# Events in which those who act and those whom they act against both fight.
TWO_SIDED = {"clash", "ground_attack", "repelled_attack", "capture", "ceasefire_violation"}


class Party(Frozen):
    """One party: its neutral name, its sort, its side, and how many claims name it.

    `sort` is `state`, `rebels`, `militia`, `foreign`, `political`, `civilians`, `protesters` or `unknown` (armed, and nobody
    says who).
    """

    name: str
    sort: str
    id: str | None = None
    side: str | None = None
    home: str | None = None  # ISO code of the country that it belongs to
    kind: str | None = None
    claims: int = 1
    named: bool = True  # False for those who are only described ("gunmen", "residents")


class Cast(Frozen):
    """Those who did it and those to whom it was done, the one most claims name first.

    `rivals`: that claims hold opposed sides responsible.
    """

    doers: tuple[Party, ...] = ()
    others: tuple[Party, ...] = ()
    rivals: bool = False


class Parties:
    """The actors that a record's pack knows, to tell of any actor of a claim what sort of party it is."""

    def __init__(self, record: Any):
        actors = record.actors() if hasattr(record, "actors") else []
        self.known = {actor.id: actor for actor in actors}
        # groups of a pack of one country have that country: who has none is from outside
        self.at_home = any(actor.country for actor in actors if actor.kind in GROUPS)
        sides = record.sides() if hasattr(record, "sides") else []
        self.allies = {side.id: {side.id, *getattr(side, "allied_with", ())} for side in sides}
        words = load_vocabulary()
        self.fighters, self.civilians = words.fighters, words.civilians

    def read_party(self, ref: ActorRef, country: Country | None, kind: str = "") -> Party | None:
        """The party that an actor of a claim is; None for what is no party (a tank, a column, "others")."""
        actor = self.known.get(ref.id or "")
        if ref.id:
            home, sort = find_home(self.known.get(ref.id), self.known), self._sort_known(ref, country)
            return Party(
                name=ref.label or getattr(actor, "name", None) or ref.name,
                sort=sort, id=ref.id, side=ref.side, home=home, kind=getattr(actor, "kind", None),
                named=not getattr(actor, "generic", False),
            )  # fmt: skip
        words = {word.strip(".,()[]“”\"'").removesuffix("s") for word in ref.name.casefold().split()}
        if words & self.civilians or "withheld" in words or words & {"person", "people", "protester"}:
            sort = "protesters" if kind == "protest" else "civilians"
            return Party(name=ref.name, sort=sort, side=ref.side, named=False)
        if words & self.fighters or ref.side or is_name(ref.name):
            return Party(name=ref.name, sort="unknown", side=ref.side, named=is_name(ref.name))
        if words & {"group", "faction", "army", "force"}:
            return Party(name=ref.name, sort="unknown", named=False)
        return None

    def cast(
        self, incident: Incident, claims: Sequence[Claim], country: Country | None, kind: str = ""
    ) -> Cast:
        """The parties of an incident, as the claims that assert it name them."""
        told = [claim for claim in claims if claim.stance == "asserts"] or list(claims)
        doers = self._count((ref for claim in told for ref in claim.actors), country, kind)
        others = self._count((ref for claim in told for ref in claim.targets), country, kind)
        if not doers and not others:  # a roll-up may know its parties though no claim is at hand
            doers = self._count(incident.actors, country, kind)
            others = self._count(incident.targets, country, kind)
        names = {party.name for party in doers}
        others = [party for party in others if party.name not in names]
        kind = kind or incident.kind
        if kind in TWO_SIDED:
            return self._oppose(doers, others)
        sides = list(dict.fromkeys(party.side for party in doers if party.side))
        rivals = any(not self.are_allied(sides[0], side) for side in sides[1:])
        return Cast(doers=tuple(doers), others=tuple(others), rivals=rivals)

    def _oppose(self, doers: list[Party], others: list[Party]) -> Cast:
        """Those who fight, told apart by their sides; one of no known side stays where the claims have it."""
        first = next((party.side for party in (*doers, *others) if party.side), None)
        sides = [(party, party in doers) for party in (*doers, *others)]
        if first is None:
            return Cast(doers=tuple(doers), others=tuple(others))
        with_first = any(party.side == first for party in doers)
        front, back = [], []
        for party, was_front in sides:
            ahead = was_front if not party.side else self.are_allied(first, party.side) == with_first
            (front if ahead else back).append(party)
        return Cast(doers=tuple(front), others=tuple(back))

    def find_forces(self, party: Party | None) -> Party | None:
        """The forces of a government that is said to fight; any other party itself."""
        actor = self.known.get(party.id or "") if party else None
        forces = self.known.get(getattr(actor, "forces", None) or "")
        return replace(party, id=forces.id, name=forces.name, kind=forces.kind) if forces else party

    def are_allied(self, one: str | None, other: str | None) -> bool:
        """Whether two sides are one or allied."""
        return (
            one == other or other in self.allies.get(one or "", ()) or one in self.allies.get(other or "", ())
        )

    def _count(self, refs: Iterable[ActorRef], country: Country | None, kind: str) -> list[Party]:
        found = [party for ref in refs if (party := self.read_party(ref, country, kind))]
        counts = Counter(party.name if party.named else party.sort for party in found)
        kept: dict[str, Party] = {}
        for party in found:
            kept.setdefault(party.name if party.named else party.sort + (party.id or party.side or ""), party)
        rank = {party: -counts[party.name if party.named else party.sort] for party in kept.values()}
        # A name goes before a word for many ("the factions"); civilians are as much a party as any that is named.
        return sorted(
            kept.values(),
            key=lambda party: (not party.named and party.sort != "civilians", party.id is None, rank[party]),
        )

    def _sort_known(self, ref: ActorRef, country: Country | None) -> str:
        actor = self.known.get(ref.id or "")
        kind = getattr(actor, "kind", None)
        if kind == "person" and actor.parent in self.known:
            kind = self.known[actor.parent].kind
        home = find_home(self.known.get(ref.id), self.known)
        abroad = bool(home and country and home != country.iso2)
        if ref.id == "civilians" or kind in UNARMED:
            return "civilians"
        if kind in BODIES or (kind in STATE | {"militia"} and abroad):
            return "foreign"
        if kind in STATE:
            return "state"
        if kind == "coalition" and not home and (self.at_home or not ref.side):
            return "foreign"
        if kind in PARTISAN:
            return "political"
        if kind == "militia":
            return "militia"
        return "rebels" if kind in GROUPS else "unknown"


def is_name(words: str) -> bool:
    """Whether a party is called by a name, not only described.

    >>> is_name("Elm Brigade"), is_name("gunmen"), is_name("Units of the army"), is_name("كتيبة الدردار")
    (True, False, False, False)
    """
    parts = [word for word in words.split() if word[:1].isalpha()]
    capitals = [word for word in parts if word[:1].isupper()]
    small = [word for word in parts if word[:1].islower() and word not in ("of", "the", "and", "for", "in")]
    return len(capitals) > 1 and len(small) < len(capitals) and not words.startswith("[")
