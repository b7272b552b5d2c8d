"""The report's map of incidents: one mark a place, sized by origins, its ring divided by group of kinds."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from sijill.model import Incident
from sijill.publish.cards import Card, find_location
from sijill.publish.gazette import Spot, settle_place
from sijill.publish.panels import Panel, Point, draw_panels, list_rings
from sijill.publish.words import GROUPS

SMALLEST, PER_ORIGIN, LARGEST = 10.0, 2.6, 20.0


class Slice(msgspec.Struct, frozen=True):
    """A part of the ring around a mark, in per cent of its circumference."""

    group: str
    share: float
    offset: float


class Location(msgspec.Struct, frozen=True):
    """What the map says of one place."""

    id: str
    label: str
    precision: str
    cards: tuple[str, ...]
    origins: int
    slices: tuple[Slice, ...]
    exact: bool


class IncidentMap(msgspec.Struct, frozen=True):
    panels: tuple[Panel, ...]
    locations: dict[str, Location]
    unplaced: tuple[Card, ...]


def build_map(incidents: Sequence[Incident], cards: Sequence[Card], spots: dict[str, Spot]) -> IncidentMap:
    """The map of every card that has a position; the others are listed, never put somewhere."""
    by_id = {card.id: card for card in cards}
    places: dict[str, Any] = {}
    members: dict[str, list[Incident]] = {}
    for incident in incidents:
        place = settle_place(incident.place, spots)
        location = find_location(place)
        if location and incident.id in by_id:
            places.setdefault(location, place)
            members.setdefault(location, []).append(incident)
    points, locations = [], {}
    for key, group in sorted(members.items()):
        place = places[key]
        origins = len({origin.id for incident in group for origin in incident.origins})
        own = [by_id[incident.id] for incident in group]
        spot = spots.get(place.id or "")
        lon, lat = _find_centre(place)
        km = spot.radius_km if spot and (place.precision or 1) >= 3 and not place.geometry else None
        label = spot.label if spot and spot.label in {card.place for card in own} else _pick_label(place, own)
        radius = find_radius(origins)
        points.append(Point(key, label, lon, lat, radius, place.geometry, km))
        locations[key] = Location(
            id=key,
            label=label,
            precision=own[0].place_precision,
            cards=tuple(card.id for card in own),
            origins=origins,
            slices=_cut_slices(own),
            exact=(place.precision or 1) <= 2 and not place.geometry,
        )
    unplaced = tuple(card for card in cards if not card.location)
    return IncidentMap(tuple(draw_panels(points, spots.values())), locations, unplaced)


def find_radius(origins: int) -> float:
    """The radius of a mark for this many independent origins."""
    return min(LARGEST, SMALLEST + PER_ORIGIN * max(0, origins - 1) ** 0.75)


def _pick_label(place: Any, cards: list[Card]) -> str:
    """The label most of the cards use; for a relative place, its own words."""
    if place.geometry and place.relation and len(place.relation) < 40:
        return place.relation
    return Counter(card.place for card in cards).most_common(1)[0][0]


def _find_centre(place: Any) -> tuple[float, float]:
    """Where the mark of a place stands: in the middle of its area, not at the town that the area is named
    from."""
    rings = list_rings(place.geometry)
    if rings:
        corners = rings[0][:-1] if len(rings[0]) > 1 and rings[0][0] == rings[0][-1] else rings[0]
        return sum(lon for lon, _ in corners) / len(corners), sum(lat for _, lat in corners) / len(corners)
    return place.lon, place.lat


def _cut_slices(cards: list[Card]) -> tuple[Slice, ...]:
    counts = Counter(card.group for card in cards)
    slices, offset = [], 0.0
    for group in GROUPS:
        if counts[group.id]:
            share = 100 * counts[group.id] / len(cards)
            slices.append(Slice(group.id, round(share, 2), round(-offset, 2)))
            offset += share
    return tuple(slices)
