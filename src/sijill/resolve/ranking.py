"""Which of several places of one name a document means: by name, surroundings, distance and kind, or none of them."""

from functools import cached_property
from math import cos, exp, hypot, radians

from sijill.model import Frozen, replace
from sijill.names import bare_name, compare_names, name_key
from sijill.packs import Place
from sijill.packs.checking import measure_distance
from sijill.resolve.context import DocumentContext
from sijill.resolve.gazetteer import Gazetteer
from sijill.resolve.index import SHORTEST_BESIDE, SHORTEST_KEY, Entry

_DEGREE = 111.2  # km
# A candidate below this is no match, and two within the margin are not told apart.
NIL, MARGIN = 0.62, 0.05
# How alike a spelling with the same consonants must be to be weighed at all.
CLOSE = 0.78
# How far a place that only a table of villages has stands behind one of that name that the pack's author wrote down.
BEHIND = 0.06
# Of places of one name within this of each other (km) the best is taken, though another comes close.
SAME_SPOT = 6
# Kinds of place that a village of the same spelling does not stand beside.
WIDE = frozenset({"city", "governorate", "country", "region"})
# Within this (km) two settlements of one name, of the pack and of a table, are taken for one.
NEIGHBOURS = 12
# As much for names of two consonants, which must lie this near (km) to the others of the document.
CLOSER, BESIDE = 0.85, 30
# A place of like consonants only, further from all else that the document names (km), is another place.
FAR = 100
# Names of fewer letters are not taken for one another by sound alone, unless their surroundings are named.
SHORT = 7


class Found(Frozen):
    """A place, how well it fits, why, and the others that came close."""

    place: Place | None = None
    score: float = 0.0
    why: str = ""
    candidates: tuple[tuple[str, float], ...] = ()
    several: bool = False  # the candidates are not choices: the name is that of all of them
    alike: bool = False  # no candidate is spelt so: they only sound like the name


def is_plain(text: str) -> bool:
    """Whether the words are in small letters throughout, and so no name that only a table would know."""
    return text.isascii() and text == text.lower()


class PlaceRanker:
    """Ranks the pack's places of a name within one document."""

    def __init__(self, context: DocumentContext, gazetteer: Gazetteer):
        self.context = context
        self.gazetteer = gazetteer
        self._points: list[tuple[str, tuple[float, float]]] | None = None
        self._distances: dict[str, list[float]] = {}
        self._around: dict[str, list[Place]] = {}

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids that the document names; a province too where it names the city that the province is called after."""
        ids = set(self.context.named)
        for place in [one for one in map(self.context.pack.place, self.context.named) if one is not None]:
            province = self.context.pack.place(place.parent) if place.kind == "city" else None
            if province is not None and province.kind == "governorate":
                same = bare_name(province.name).startswith(bare_name(place.name))
                ids.update([province.id] if same else [])
        return frozenset(ids)

    def rank(self, text: str, kinds: tuple[str, ...], day: str | None) -> Found:
        """The pack's place of that name that fits the document best, if one fits and none fits as well."""
        spelt = self._find_spelt(text, kinds, day)
        scores = self._score_all(*spelt, text)
        if all(score < NIL for score, _, _ in scores.values()):
            own, tabled = self._find_alike(text, kinds, day)
            if scores:  # there are places spelt so, and elsewhere: one that is only like them must lie beside the rest
                own, tabled = ([one for one in few if self._is_beside(one.record)] for few in (own, tabled))
            scores |= self._score_all(own, tabled, text)
        found = self._list_within(self.settle(scores), text)
        return found if any(spelt) or found.place else replace(found, alike=bool(found.candidates))

    def _score_all(
        self, own: list[Entry], tabled: list[Entry], text: str
    ) -> dict[str, tuple[float, Place, str]]:
        """The best score of each place of these entries, those of tables behind the pack's own."""
        scores: dict[str, tuple[float, Place, str]] = {}
        kept, behind = self._stand_behind(own, tabled) if tabled else ([], set())
        for entry in (*own, *kept):
            score, why = self._score(entry, text)
            score -= BEHIND if entry.record.id in behind else 0.0
            if score > scores.get(entry.record.id, (0.0, entry.record, ""))[0]:
                scores[entry.record.id] = score, entry.record, why
        only = next(iter(scores)) if len(scores) == 1 else None
        if only in behind and any(bare_name(entry.alias.name) == bare_name(text) for entry in kept):
            scores = {only: self._accept_only(*scores[only])}
        return scores

    def _find_spelt(
        self, text: str, kinds: tuple[str, ...], day: str | None
    ) -> tuple[list[Entry], list[Entry]]:
        """The entries of the pack and of tables that are spelt so, or, of the pack, sound so, which the document may mean."""
        own = self._fit(self.context.index.find(text, Place), kinds, day)
        sounds = [] if own else self._fit(self.context.index.find_sounds(text, Place), kinds, day)
        own = own or [entry for entry in sounds if self.context.is_set_in(entry.record.country)]
        wide = any(entry.record.kind in WIDE and entry.alias.name == text for entry in own)
        if wide or is_plain(text):
            return own, []
        return own, self._fit(self._find_imported(text, "bare"), kinds, day)

    def _find_alike(
        self, text: str, kinds: tuple[str, ...], day: str | None
    ) -> tuple[list[Entry], list[Entry]]:
        """The entries that have the name's consonants, of the pack and of tables, of the latter rather those that sound so."""
        if is_plain(text):
            return [], []
        near = self.context.index.find_keys(text, Place, SHORTEST_BESIDE)
        own = self._fit([entry for entry in near if self._is_like(entry, text)], kinds, day)
        tabled = self._fit(self._find_imported(text, "sound"), kinds, day)
        if not tabled:
            near = self._find_imported(text, "key")
            tabled = self._fit([entry for entry in near if self._is_like(entry, text)], kinds, day)
        return own, tabled

    def _stand_behind(self, own: list[Entry], tabled: list[Entry]) -> tuple[list[Entry], set[str]]:
        """Those of the tables' entries that are not the pack's once more, nor far off, and which of them no pack has."""
        known = {entry.record.id for entry in own}
        tabled = [entry for entry in tabled if entry.record.id not in known]
        behind = [entry for entry in tabled if self.context.pack.place(entry.record.id) is None]
        out = {
            entry.record.id
            for entry in behind
            if self._is_far(entry.record)
            or any(self._may_be_one(entry.record, other.record) for other in own)
        }
        kept = [entry for entry in tabled if entry.record.id not in out]
        return kept, {entry.record.id for entry in behind} - out

    def _fit(self, entries: list[Entry], kinds: tuple[str, ...], day: str | None) -> list[Entry]:
        """Those entries that the document may use, of the kinds that the noun allows."""
        return [
            entry
            for entry in entries
            if self.context.accepts(entry, day) and (not kinds or entry.record.kind in kinds)
        ]

    def _is_like(self, entry: Entry, text: str) -> bool:
        """Whether a place of the same consonants may be meant: spelt closely and not far off; of two only, beside the rest."""
        score = compare_names(entry.alias.name, text).score
        if len(name_key(text)) >= SHORTEST_KEY:
            return score >= CLOSE and not self._is_far(entry.record)
        return score >= CLOSER and self._is_beside(entry.record)

    def _is_beside(self, place: Place) -> bool:
        distance = self.measure_to_others(place)
        return distance is not None and distance < BESIDE

    def _may_be_one(self, tabled: Place, own: Place) -> bool:
        """Whether a place of a table may be the one of its name that the pack has with a point that is not exact, or none."""
        if own.area or own.kind in ("neighbourhood", "country"):
            return False
        if own.lat is None or tabled.lat is None:
            regions = [
                {one.id for one in self.gazetteer.parents(place.id) if one.kind == "governorate"}
                for place in (own, tabled)
            ]
            return bool(regions[0] & regions[1])
        return measure_distance((own.lat, own.lon), (tabled.lat, tabled.lon)) < NEIGHBOURS

    def _accept_only(self, score: float, place: Place, why: str) -> tuple[float, Place, str]:
        """The only place of imports that is spelt so, in a country that the document is about: no match only if far off."""
        if score >= NIL or self._is_far(place):
            return score, place, why
        return NIL, place, f"{why}; the only place of that name in the imports"

    def _list_within(self, found: Found, text: str) -> Found:
        """With the imported places of that very name within the one found, such as the quarter that names a district."""
        if found.place is None or not self.gazetteer.imports:
            return found
        known = {found.place.id, *(one for one, _ in found.candidates)}
        within = [
            e.record.id
            for e in self.gazetteer.find_imported(text, "bare")
            if e.record.id not in known
            and found.place.id in {up.id for up in self.gazetteer.parents(e.record.id)}
        ]
        return replace(found, candidates=(*found.candidates, *((one, NIL) for one in within)))

    def _find_imported(self, text: str, how: str) -> list[Entry]:
        """Places of imports with that name in a country that the document is about; of a like name only, near the rest."""
        found = [
            e for e in self.gazetteer.find_imported(text, how) if self.context.is_set_in(e.record.country)
        ]
        return found if how == "bare" else [e for e in found if not self._is_far(e.record)]

    def settle(self, scores: dict[str, tuple[float, Place, str]]) -> Found:
        """The best of scored places; none where it is below the threshold or another comes within the margin."""
        ranked = sorted(scores.values(), key=lambda one: (-one[0], one[1].id))
        candidates = tuple((place.id, round(score, 3)) for score, place, _ in ranked[:5])
        if not ranked:
            return Found()
        score, place, why = ranked[0]
        if score < NIL:
            return Found(candidates=candidates, why="no place of this name fits the document")
        close = [other for other_score, other, _ in ranked[1:] if other_score > score - MARGIN]
        wider = self.find_wider([place, *close])
        if wider is not None:
            others = tuple(one for one in candidates if one[0] != wider.id)
            return Found(place=wider, score=score, why=f"{why}; the widest of that name", candidates=others)
        if close and not self._are_side_by_side([place, *close]):
            return Found(
                candidates=candidates, why=f"{len(ranked)} places of this name fit the document alike"
            )
        return Found(place=place, score=score, why=why, candidates=candidates[1:])

    def _are_side_by_side(self, places: list[Place]) -> bool:
        """Whether places of one name lie so near each other that it makes no odds which is meant."""
        if any(place.lat is None for place in places):
            return False
        first, *others = [(place.lat, place.lon) for place in places]
        return all(measure_distance(first, point) < SAME_SPOT for point in others)

    def find_wider(self, places: list[Place]) -> Place | None:
        """Of places of one name, one within the other, the one that holds the rest; None where none does."""
        if len(places) < 2:
            return None
        for place in places:
            if all(
                one is place or place.id in {up.id for up in self.gazetteer.parents(one.id)} for one in places
            ):
                return place
        return None

    def _score(self, entry: Entry, text: str) -> tuple[float, str]:
        """Name, then what the document says of the surroundings, then distance to its other places, then kind."""
        place = entry.record
        match = compare_names(entry.alias.name, text)
        score, reasons = 0.6 * match.score, [match.evidence[0]]
        if entry.alias.needs:
            score, reasons = score + 0.12, [*reasons, "the document names what it belongs to"]
        near = [one.id for one in self._list_around(place.id) if one.id in self.named]
        if near:
            told = 0.15 if self.context.named.intersection(near) else 0.11
            score, reasons = score + told, [*reasons, "the document names the area round it"]
        elif self.context.is_set_in(place.country):
            score, reasons = score + 0.08, [*reasons, f"in the {self.context.say_country(place.country)}"]
        distance = self.measure_to_others(place)
        if distance is not None:
            score += 0.12 * exp(-distance / 40) + 0.05 * exp(-self._distances[place.id][0] / 8)
            if distance < 40:
                reasons.append(f"{distance:.0f} km from the document's other places")
        score += {"city": 0.08, "neighbourhood": 0.0, "subdistrict": -0.1, "village": 0.0}.get(
            place.kind, 0.05
        )
        if place.kind == "neighbourhood" and not near and not self._has_neighbour(entry):
            score -= 0.15
        if match.score < 0.98 and not near and len(bare_name(text)) < SHORT:
            score -= 0.1  # a short name spelt otherwise is too often another place
        return score, ", ".join(reasons)

    def _list_around(self, place_id: str) -> list[Place]:
        """The places that hold it, its country aside."""
        known = self._around.get(place_id)
        if known is None:
            known = [one for one in self.gazetteer.parents(place_id) if one.kind != "country"]
            self._around[place_id] = known
        return known

    def _has_neighbour(self, entry: Entry) -> bool:
        """Whether a neighbourhood, which shares its name with many, has its city or a place beside it in the text."""
        city = self.gazetteer.get(entry.record.parent)
        if city is not None and bare_name(entry.alias.name).startswith(bare_name(city.name)):
            return True
        distances = self._measure_all(entry.record)
        return bool(distances) and distances[0] <= 15

    def _is_far(self, place: Place) -> bool:
        """Whether the document's other places lie far off, and it names no area that holds this one."""
        distance = self.measure_to_others(place)
        if distance is None or distance <= FAR:
            return False
        return not any(one.id in self.named for one in self._list_around(place.id))

    def measure_to_others(self, place: Place) -> float | None:
        """Kilometres from the middle of the document's other places of sure name."""
        distances = self._measure_all(place)
        nearer = max(1, len(distances) // 2)
        middle = nearer // 2
        if not distances:
            return None
        return distances[middle] if nearer % 2 else (distances[middle - 1] + distances[middle]) / 2

    def _measure_all(self, place: Place) -> list[float]:
        """Kilometres from the document's other places of sure name, the nearest first."""
        if place.lat is None:
            return []
        known = self._distances.get(place.id)
        if known is None:
            # Flat earth is right to a hundredth over the hundreds of kilometres that matter here, and fast.
            lat, lon, narrow = place.lat, place.lon, cos(radians(place.lat))
            known = sorted(
                _DEGREE * hypot(point[0] - lat, (point[1] - lon) * narrow)
                for one, point in self._list_points()
                if one != place.id
            )
            self._distances[place.id] = known
        return known

    def _list_points(self) -> list[tuple[str, tuple[float, float]]]:
        if self._points is None:
            self._points = []
            for mention in self.context.mentions:
                places = {e.record.id: e.record for e in mention.entries if isinstance(e.record, Place)}
                if len(places) == 1 and len({type(e.record) for e in mention.entries}) == 1:
                    place = next(iter(places.values()))
                    if place.lat is not None and place.kind not in ("country", "region", "governorate"):
                        self._points.append((place.id, (place.lat, place.lon)))
        return self._points
