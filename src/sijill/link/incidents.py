"""From groups of claims to Incident records: interval, place, parties, origins, grade, title and evidence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..carriers import Carrier, take_carrier
from ..forks import split_evenly
from ..model import ActorRef, Claim, Incident, Origin, PlaceRef, When, replace
from .days import Days, iso, read_days
from .evidence import compare_claims, rate_claims
from .facets import STRIKES, TOLLS, Facets, pick_places
from .grades import GRADES, grade_origins, read_status
from .lookup import Lookup, fold_name
from .origins import Origins, drop_summaries, is_own_voice
from .relations import Event, read_event
from .sites import hands_over_people
from .titles import BLAME, HOLDER, STATUS_WORDS, compose_title
from .versions import list_versions

EVIDENCE_LINES = 40
PLACES_SHOWN = 12
WORTH_A_PROCESS = 50_000  # claims in incidents: what takes some seconds to tell


@dataclass(frozen=True)
class Group:
    """The claims of one incident: those that state it, those that deny it, and those that repeat either."""

    stated: tuple[Facets, ...]
    denials: tuple[Facets, ...] = ()
    repeats: tuple[tuple[Facets, str], ...] = ()  # with the id of the claim repeated
    decisions: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[Facets, ...]:
        return (*self.stated, *self.denials, *(one for one, _ in self.repeats))

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(one.id for one in self.members)


Named = tuple[Group, str, tuple[str, ...]]  # a group, the id of its incident, and the ids that this retires


def build_incidents(
    groups: Sequence[Group],
    names: Sequence[tuple[str, tuple[str, ...]]],
    origins: Origins,
    jobs: int | Carrier = 1,
) -> list[Incident]:
    """The incidents of all groups, without relations; `names` are their ids, each with the ids that it retires."""
    carrier = take_carrier(jobs)
    named = [(group, *name) for group, name in zip(groups, names, strict=True)]
    weights = [len(group.members) for group in groups]
    stretches = split_evenly(weights, carrier.count_parts(sum(weights), WORTH_A_PROCESS))
    parts = [(named[stretch.start : stretch.stop], origins) for stretch in stretches if stretch]
    found = carrier.run(build_named, parts, narrow_named, list[Incident])
    return [incident for built in found for incident in built]


def build_named(named: Sequence[Named], origins: Origins) -> list[Incident]:
    """The incidents of some groups."""
    return [replace(build_incident(group, name, origins), supersedes=old) for group, name, old in named]


def narrow_named(named: Sequence[Named], origins: Origins) -> tuple[Sequence[Named], Origins]:
    """The groups with the origins of no other claims."""
    return named, origins.narrow(one.document for group, _, _ in named for one in group.members)


def describe_event(group: Group, name: str) -> Event:
    """The event of one group, from which relations are found."""
    stated = group.stated or group.denials
    roll_up = any(one.period is True for one in stated)
    return read_event(name, pick_kind(stated), agree_on_days(stated), stated, roll_up)


def build_incident(group: Group, name: str, origins: Origins) -> Incident:
    """The incident of one group, without relations."""
    lookup = origins.lookup
    stated = group.stated or group.denials
    kind, days = pick_kind(stated), agree_on_days(stated)
    members = group.members
    status = read_status([one.claim.stance for one in members])
    places = list_places([one.claim for one in stated])
    actors = list_actors([ref for one in stated for ref in one.claim.actors])
    targets = list_actors([ref for one in stated for ref in one.claim.targets])
    told = [one.claim for one in group.stated if one.claim.stance == "asserts"]
    voiced, witnesses = drop_summaries(told), list_witnesses(stated)
    reporting = origins.list_origins(voiced)
    leaders = reporting if witnesses == voiced else origins.list_origins(witnesses)
    alone = len(voiced) == len(told) == len(members)  # nobody plans it, denies it or says it again
    denying = origins.list_origins([one.claim for one in group.denials])
    roll_up = any(one.period is True for one in stated)
    marks = list_marks(status, [one.claim for one in stated], roll_up)
    if has_rival_doers(kind, stated):
        marks.append(BLAME)
    versions = list_versions(kind, stated)
    grade = grade_origins(leaders, lookup)
    if len(versions) > 1:  # who says that another holds it bears nobody out
        marks.append(HOLDER)
        own = [
            origins.list_origins([one.claim for one in each if one.claim in witnesses]) for each in versions
        ]
        grade = max((grade_origins(each, lookup) for each in own), key=GRADES.index)
    accusing = count_accusers(reporting, told, origins)
    noun = "release" if all(hands_over_people(one.claim) for one in stated) else kind
    counts = (len(reporting), len(denying) if status in ("disputed", "denied") else 0, accusing)
    return Incident(
        id=name,
        kind=kind,
        status=status,
        title=compose_title(noun, (places, actors, targets), days, counts, lookup, marks),
        when=compose_when(stated, days),
        place=places[0] if places and places[0].role != "destination" else None,
        places=tuple(places[:PLACES_SHOWN]),
        actors=tuple(actors),
        targets=tuple(targets),
        claims=tuple(one.id for one in sorted(members, key=lambda one: one.order)),
        origins=reporting if alone else list_voices(group, origins),
        grade=grade,
        roll_up=roll_up,
        background=all(one.claim.background for one in members),
        evidence=explain_group(group, lookup),
        decisions=group.decisions,
    )


def count_accusers(reporting: Sequence[Origin], told: Sequence[Claim], origins: Origins) -> int:
    """How many of the origins name somebody who did it, themselves or in the words of a report that quotes them."""
    accusing = [claim for claim in told if any(map(origins.lookup.label_actor, claim.actors))]
    voices = [
        (origins.find_origin(claim), claim.document.id if is_own_voice(claim.speaker) else None)
        for claim in accusing
    ]
    return sum(any(name == one.id or report in one.documents for name, report in voices) for one in reporting)


def list_voices(group: Group, origins: Origins) -> tuple[Origin, ...]:
    """The origins of all that is said of an incident, those who deny it included."""
    own = sorted((*group.stated, *group.denials), key=lambda one: one.order)
    by_id = {one.id: one.claim for one in own}
    repeats = [(one.claim, by_id[head]) for one, head in group.repeats]
    told = drop_summaries([one.claim for one in own if one.claim.stance != "denies"])
    return origins.list_origins([*told, *(one.claim for one in own if one.claim.stance == "denies")], repeats)


def list_witnesses(stated: Sequence[Facets]) -> list[Claim]:
    """The claims that bear out the incident itself: who only counts the dead or the damage does not say of what."""
    told = [one for one in stated if one.claim.stance == "asserts"]
    return drop_summaries([one.claim for one in drop_effects(told)])


def drop_effects(stated: Sequence[Facets]) -> list[Facets]:
    """The claims less tolls and damage, where something else is told."""
    if len(stated) < 2:
        return list(stated)
    for effects in (TOLLS | {"other"}, TOLLS):
        if told := [one for one in stated if one.kind not in effects]:
            return told
    return list(stated)


def has_rival_doers(kind: str, stated: Sequence[Facets]) -> bool:
    """Whether the claims of one strike or killing name doers of different sides."""
    if kind not in STRIKES | {"violence_against_civilians"}:
        return False
    named = {one.doers.sides for one in stated if one.doers.sides}
    return len(named) > 1 and any(not one & other for one in named for other in named)


def pick_kind(stated: Sequence[Facets]) -> str:
    """The kind most claims give; a toll or the damage that joined a strike does not rename it."""
    if len(stated) == 1:
        return stated[0].kind
    counts = Counter(one.kind for one in drop_effects(stated))
    return max(counts, key=lambda kind: (counts[kind], kind))


def agree_on_days(stated: Sequence[Facets]) -> Days | None:
    """The days on which all dated claims can agree, else all the days any of them gives."""
    dated = [one.days for one in stated if one.days]
    if len(dated) < 2:
        return dated[0] if dated else None
    first, last = max(days.first for days in dated), min(days.last for days in dated)
    if first > last:
        first, last = min(days.first for days in dated), max(days.last for days in dated)
    return Days(first, last, min(days.slack for days in dated))


def compose_when(stated: Sequence[Facets], days: Days | None) -> When | None:
    """The interval as a When that keeps the words and basis of the claim that says it best."""
    whens = [one.claim.when for one in stated if one.claim.when is not None]
    if days is None:
        return whens[0] if whens else None
    exact = [when for when in whens if (read := read_days(when)) and read[:2] == days[:2]]
    if exact:
        return exact[0]
    basis = "the days on which the claims can agree"
    precision = "day" if days.length == 1 else "interval"
    return When(start=iso(days.first), end=iso(days.last), precision=precision, basis=basis)


def list_places(claims: Sequence[Claim]) -> list[PlaceRef]:
    """The places of an incident, the one most often named first; those with an id before bare names."""
    found: dict[str, PlaceRef] = {}
    counts: Counter[str] = Counter()
    for claim in claims:
        main, ends = pick_places(claim)
        for place in (*main, *ends):
            key = place.id or fold_name(place.label or place.name)
            counts[key] += place.role != "destination"
            known = found.get(key)
            if known is None or (known.role == "destination" and place.role != "destination"):
                found[key] = place
    known = {
        fold_name(name): key for key, one in found.items() if one.id for name in (one.name, one.label) if name
    }
    for key in [key for key, one in found.items() if not one.id and known.get(key, key) != key]:
        counts[known[key]] += counts[key]  # a name that only some of the reports say where it is
        del found[key]
    ranked = sorted(
        found,
        key=lambda key: (found[key].role == "destination", -counts[key], found[key].id is None),
    )
    return [found[key] for key in ranked]


def list_actors(refs: Sequence[ActorRef]) -> list[ActorRef]:
    """Each actor once, those with an id first."""
    found: dict[str, ActorRef] = {}
    for ref in refs:
        found.setdefault(ref.id or fold_name(ref.name), ref)
    return sorted(found.values(), key=lambda ref: ref.id is None)


def list_marks(status: str, claims: Sequence[Claim], roll_up: bool) -> list[str]:
    """The words in brackets of a title: part, planned, a total over a period."""
    marks = [STATUS_WORDS[status]] if status in STATUS_WORDS else []
    if all(claim.extent not in (None, "whole") for claim in claims):
        marks.append("part")
    if roll_up:
        marks.append("total over a period")
    return marks


def explain_group(group: Group, lookup: Lookup) -> tuple[str, ...]:
    """Why these claims are one incident: the strongest tie of each claim to one before it, in words."""
    lines: list[str] = []
    for number, one in enumerate(group.stated[1:], start=1):
        ties = [(rate_claims(before, one, lookup), before.id, before) for before in group.stated[:number]]
        score, _, before = max(ties, key=lambda tie: tie[:2])
        told = next((earlier for earlier in group.stated[:number] if is_episode(earlier, one)), None)
        if told is not None and score <= 0:
            lines.append(f"{one.id} with {told.id}: both of the strike that their report looks back to")
            continue
        if score == float("-inf"):
            lines.append(f"{one.id} with {before.id}: put together by a person's decision or by other claims")
            continue
        levels = compare_claims(before, one, lookup)
        words = "; ".join(level.words for level in levels if level.name != "prior" and level.words)
        lines.append(f"{one.id} with {before.id}: {words} (log-odds {score:+.1f})")
    for one, leader in group.repeats:
        lines.append(f"{one.id} repeats {leader}: the same words of the same origin, counted once")
    for denial in group.denials:
        lines.append(f"{denial.id} denies it")
    if len(lines) > EVIDENCE_LINES:
        lines = [*lines[:EVIDENCE_LINES], f"and {len(lines) - EVIDENCE_LINES} more claims"]
    return tuple(lines)


def is_episode(one: Facets, other: Facets) -> bool:
    return one.episode is not None and one.episode == other.episode


def finish_claim(claim: Claim, incident: str | None, about: str | None, repeats: str | None) -> Claim:
    """The claim with its place in the record."""
    return replace(claim, incident=incident, about=about or claim.about, repeats=repeats or claim.repeats)
