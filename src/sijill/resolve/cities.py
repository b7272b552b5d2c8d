"""Which settlement of GeoNames, or of a table of villages abroad, a name means: by country, province, neighbours and size."""

import re
from collections.abc import Sequence
from functools import cached_property
from math import exp, log10

from sijill.model import Frozen
from sijill.names import bare_name
from sijill.packs import Place
from sijill.packs.checking import measure_distance
from sijill.resolve.context import DocumentContext
from sijill.resolve.gazetteer import Gazetteer, make_place
from sijill.resolve.geonames import City
from sijill.resolve.ranking import SHORT, PlaceRanker
from sijill.spelling import compare_sounds

Point = tuple[float, float]
Scores = dict[str, tuple[float, Place, str]]
# How alike a city must sound: anywhere in its country, and within so many kilometres of the document's other places.
_SAME, _ALIKE, _NEAR, _BESIDE = 0.95, 0.85, 200, 45
# A town of this many people whose name no other of its country has nearly as large tells where a text is set.
_TOWN, _TIMES = 3000, 5
# A place that no list counts the people of is taken for a village of so many.
_FEW = 300
# A place of fewer people is not taken where it lies in no province that is named beside it, nor so near (km) a town.
_SMALL, _STRAY = 10_000, 80
# How far beyond its radius a province may reach, for provinces are not round.
_ROUND = 1.25
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w’'ʼ-]+(?:[ -][^\W\d_a-z][\w’'ʼ-]+){0,2}")
_BREAK = re.compile(r"[;\n]|[.!?](?=\s)")


class Landmark(Frozen):
    """A place that the text names for sure, with where it stands in it."""

    name: str
    at: int
    point: Point
    radius: float = 0.0


class CityRanker:
    """Scores settlements of one name within one document."""

    def __init__(
        self,
        context: DocumentContext,
        gazetteer: Gazetteer,
        ranker: PlaceRanker,
        cities: Sequence[Point] = (),
    ):
        self.context = context
        self.gazetteer = gazetteer
        self.ranker = ranker
        self.points = list(cities)  # of the cities found so far
        self.open_since: int | None = None  # how many these were when one was left open

    def find(self, text: str, at: int, kinds: tuple[str, ...] = ()) -> Scores:
        """The settlements that are spelt so with their scores; where there are none, those that sound so.

        With `kinds` only places of these, spelt so: what the noun beside the name says that it is.
        """
        spelt = [one for one in self.gazetteer.find_settlements(text) if not kinds or one.kind in kinds]
        if spelt or kinds:
            return self._score_all(text, spelt, at)
        return self._score_all(text, self._list_alike(text, at), at)

    def _list_alike(self, text: str, at: int) -> list[City]:
        """Settlements whose own name sounds so, in countries the document is about; near the rest unless nearly the same."""
        alike, short = [], len(bare_name(text)) < SHORT
        for city in self.gazetteer.find_settlements(text, sounds_like=True):
            if self.context.is_set_in(city.country):
                likeness = compare_sounds(bare_name(text), bare_name(city.name))
                distance = self._measure(text, make_place(city))
                near = distance is not None and distance < (_BESIDE if short else _NEAR)
                wanted = _ALIKE if near else _SAME
                # A short name spelt otherwise is too often another place, and so is a longer one far off.
                allowed = near if short else distance is None or distance < 2 * _NEAR
                allowed = allowed and all(_is_within(city, one) for one in self._list_provinces(at)[0])
                if likeness >= wanted and allowed:
                    alike.append((likeness, city))
                elif likeness >= _ALIKE and self.open_since is None:
                    self.open_since = len(self.points)
        best = max((likeness for likeness, _ in alike), default=0.0)
        return [city for likeness, city in alike if likeness > best - 0.05]

    def _score_all(self, text: str, cities: list[City], at: int) -> Scores:
        """Settlements by whether the document is about their country, the provinces and towns named beside them, their
        size and their own name."""
        scores: Scores = {}
        called = [bare_name(city.name) == bare_name(text) for city in cities]
        famous = bool(cities) and called[0] and cities[0].population >= 500_000
        for city, own in zip(cities, called, strict=True):
            about = self.context.is_set_in(city.country)
            size = min(1.0, log10(city.population or _FEW) / 6)
            known = city.population >= 500_000 and city is cities[0]
            place = make_place(city)
            score = 0.45 + (0.2 + 0.3 * size if about else 0.1 * size) + (0.08 if known else 0.0)
            if own:
                score += 0.1 if about or known else 0.0
            elif famous:  # a small place that the name of a great city is another name of
                score -= 0.2
            distance = self._measure(text, place)
            score += (0.2 if about else 0.1) * exp(-(1000 if distance is None else distance) / 50)
            within, beside = self._find_province(place, at)
            score += within
            if beside and not within and city.population < _SMALL and (distance or _STRAY) >= _STRAY:
                score -= 0.3
            why = f"a {city.kind} of {'GeoNames' if city.id.startswith('gn-') else 'the pack’s table'}"
            why += f" in the {self.context.say_country(city.country)}" if about else ""
            why += ", in a province that the text names" if within else ""
            scores[city.id] = (score, place, why)
        return scores

    def _measure(self, text: str, place: Place) -> float | None:
        """Kilometres to the document's other places, those of GeoNames included; None where it has none."""
        if place.lat is None:
            return None
        own = bare_name(text)
        distances = [
            measure_distance((place.lat, place.lon), point)
            for point in (*self.points, *(one.point for one in self.landmarks if one.name != own))
        ]
        if (others := self.ranker.measure_to_others(place)) is not None:
            distances.append(others)
        return min(distances, default=None)

    def _find_province(self, place: Place, at: int) -> tuple[float, bool]:
        """What speaks for a place in the provinces named: most in that of its list, less in one beside it or elsewhere in
        the text; and whether one is named beside."""
        if place.lat is None:
            return 0.0, False
        own, after, before = self._list_provinces(at)
        beside = after or before
        for few, weight in ((own, 0.35), ([] if own else [after, before], 0.2), (self.provinces, 0.1)):
            for one in few:
                reach = one.radius * _ROUND if one else 0.0
                if one and (distance := measure_distance((place.lat, place.lon), one.point)) < reach:
                    return weight - 0.1 * distance / reach, bool(beside)  # the middle is surely in it
        return 0.0, bool(beside)

    def _list_provinces(self, at: int) -> tuple[list[Landmark], Landmark | None, Landmark | None]:
        """The province that ends the list that a name stands in, if one does; then the next and the last of its passage."""
        start, end = self._find_passage(at)
        beside = [one for one in self.provinces if start <= one.at < end]
        after = next((one for one in beside if one.at > at), None)
        before = next((one for one in reversed(beside) if one.at <= at), None)
        return ([after] if after and self._is_list(at, after.at) else []), after, before

    def _is_list(self, start: int, end: int) -> bool:
        """Whether little but names stands between two offsets, so that what ends a list holds all of it."""
        return len(re.findall(r"(?<!\w)[^\W\d_A-Z][^\W\d_]{4,}", self.context.document.text[start:end])) <= 1

    def _find_passage(self, at: int) -> tuple[int, int]:
        """The stretch round an offset up to the next full stop or semicolon: a list has its province at either end."""
        text = self.context.document.text
        before = [found.end() for found in _BREAK.finditer(text, 0, at)]
        after = _BREAK.search(text, at)
        return before[-1] if before else 0, after.start() if after else len(text)

    @cached_property
    def provinces(self) -> list[Landmark]:
        """The pack's provinces and districts that the text names."""
        found = []
        for mention in self.context.mentions:
            places = {e.record.id: e.record for e in mention.entries if isinstance(e.record, Place)}
            place = next(iter(places.values())) if len(places) == 1 else None
            if (
                place
                and place.kind in ("governorate", "district", "region")
                and place.lat
                and place.radius_km
            ):
                point = (place.lat, place.lon)
                found.append(Landmark(name=place.name, at=mention.start, point=point, radius=place.radius_km))
        return found

    @cached_property
    def landmarks(self) -> list[Landmark]:
        """Towns that the text names whose name is that of one town only in the countries that it is about."""
        text, found = self.context.document.text, {}
        taken = [(mention.start, mention.end) for mention in self.context.mentions]
        for words in _CAPITALISED.finditer(text):
            parts = words.group().split(" ")
            for name in dict.fromkeys((words.group(), *parts)):
                at = words.start() + words.group().find(name)
                key = bare_name(name)
                if (
                    len(key) < 4
                    or key in found
                    or any(start < at + len(name) and at < end for start, end in taken)
                ):
                    continue
                town = self._find_town(name)
                if town is not None:
                    found[key] = Landmark(name=key, at=at, point=town)
        return list(found.values())

    def _find_town(self, name: str) -> Point | None:
        found = [
            city
            for city in self.gazetteer.cities.find_cities(name)
            if city.lat is not None
            and self.context.is_set_in(city.country)
            and bare_name(city.name) == bare_name(name)
        ]
        sizes = [city.population for city in found]
        if not found or sizes[0] < _TOWN or (len(found) > 1 and sizes[0] < _TIMES * sizes[1]):
            return None
        return found[0].lat, found[0].lon


def _is_within(city: City, province: Landmark) -> bool:
    if city.lat is None or city.lon is None:
        return False
    return measure_distance((city.lat, city.lon), province.point) < province.radius * _ROUND
