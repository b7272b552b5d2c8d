"""Where a place name points within one document: a place of the gazetteer, an area made by words, or nowhere known."""

import re
from collections.abc import Sequence
from typing import Any

from sijill.model import Claim, PlaceRef, replace
from sijill.names import bare_name
from sijill.packs import Place
from sijill.resolve.cities import CityRanker
from sijill.resolve.context import DocumentContext
from sijill.resolve.gazetteer import COMPASS, Gazetteer, make_place
from sijill.resolve.geometry import find_centre, intersect_areas, measure_radius
from sijill.resolve.index import Mention, find_last
from sijill.resolve.phrases import clean_name
from sijill.resolve.placewords import read_place_words
from sijill.resolve.ranking import NIL, Found, PlaceRanker
from sijill.resolve.relative import Relative, draw_relative

# Kinds of place beside which there is room: "near" a hospital is, for a report, still at the hospital.
BROAD = frozenset(
    {"city", "town", "village", "neighbourhood", "camp", "area", "governorate", "country", "region"}
)
# Of these, "north of X" says a part: they have no outside that a report would mean.
WIDE = frozenset({"area", "governorate", "country", "region"})
SETTLED = frozenset({"city", "town", "village", "country"})
# Kinds of claim in which "towards X" says where people are bound.
MOVES = frozenset({"evacuation", "displacement"})
# Ways of relating by which a thing lies beside a place, not in it.
ASIDE = frozenset({"distance", "near", "of", "towards"})
# How far back a word such as "the town" may reach for the place it means.
_REACH_BACK = 700
# How far before a name the words may begin that place something beside it.
_REACH_BEFORE = 60


class PlaceResolver:
    """Resolves place names within one document."""

    def __init__(
        self, context: DocumentContext, gazetteer: Gazetteer, cities: Sequence[tuple[float, float]] = ()
    ):
        self.context = context
        self.gazetteer = gazetteer
        self.ranker = PlaceRanker(context, gazetteer)
        self.words = read_place_words(context.pack, context.document.language[:2])
        self.city_ranker = CityRanker(context, gazetteer, self.ranker, cities)
        self._seen: list[tuple[int, Place]] = []  # places of claims before, for those that no pack holds

    # ------------------------------------------------------------------ one name
    def find_place(self, name: str, before: int, day: str | None = None) -> Found:
        """The place that a bare name means at an offset of the text: by its own name, else by what was said before."""
        name, alike = clean_name(name), None
        for text, kinds, way in self.words.list_readings(name):
            found = self.ranker.rank(text, kinds, day)
            alike = alike or (found if found.alike else None)
            if found.place or (found.candidates and not found.alike):
                return Found(place=found.place, score=found.score, candidates=found.candidates,
                             why=found.why + (f" ({way})" if way else ""))  # fmt: skip
        found = (
            self._find_capital(name) or self._find_antecedent(name, before) or self._find_city(name, before)
        )
        if found.place or found.candidates:
            return found
        return self._list_several(name, before) or alike or found

    def _list_several(self, name: str, before: int) -> Found | None:
        """ "X and Y" are two places: none of them is the place, both are candidates."""
        parts = [part for part in re.split(r"\s*[;,]\s*(?:then\s+)?|\s+and\s+(?:then\s+)?", name) if part]
        if len(parts) < 2:
            return None
        places = [place for part in parts if (place := self.find_place(part, before).place)]
        listed = tuple((place.id, 0.5) for place in places)
        return Found(candidates=listed, why="names several places", several=True) if len(places) > 1 else None

    # ------------------------------------------------------------------ names that need the text before them
    def _find_capital(self, name: str) -> Found | None:
        if name.lower() not in self.words.get("capital_words", ()):
            return None
        codes = [code for code, _ in self.context.countries.most_common(1)] or [self.context.pack.country]
        city = (
            self.gazetteer.cities.get_capital(codes[0])
            if codes and self.context.is_set_in(codes[0])
            else None
        )
        if city is None:
            return Found(why="the capital of a country that the text does not make clear")
        return Found(
            place=make_place(city), score=NIL, why="the capital of the country the document is about"
        )

    def _find_antecedent(self, name: str, before: int) -> Found | None:
        """ "The town", or "town", as the last place of that kind that the text named, if no other stands as near."""
        pronouns = self.words.get("place_pronouns", {})
        kinds = pronouns.get(name.lower()) or pronouns.get(f"the {name.lower()}")
        if not kinds:
            return None
        text = self.context.document.text
        near: list[Place] = []
        nearest = before
        for start, end, place in self._list_before(before):
            if place.kind not in kinds or self._is_anchor(start, end):
                continue
            if near and re.search(r"[.!?\n]\s", text[end:nearest]):
                break
            nearest = start
            near += [place] if place not in near else []
        if len(near) == 1:
            return Found(place=near[0], score=NIL, why=f"“{name}”: the last such place named before it")
        why = (
            f"may be any of {len(near)} places named just before it"
            if near
            else "no such place is named before it"
        )
        return Found(candidates=tuple((one.id, 0.5) for one in near), why=f"“{name}”: {why}")

    def _is_anchor(self, start: int, end: int) -> bool:
        """Whether a name only says where something else lies ("ten km from X"), so that "the city" after it is not X."""
        text = self.context.document.text
        clause = re.split(r"[.,;:!?()\n“”\"]", text[max(0, start - _REACH_BEFORE) : end])[-1]
        relative = self.words.parse(clause)
        return (
            relative is not None
            and relative.how in ASIDE
            and clause.endswith(relative.anchors[-1:] or ("\n",))
        )

    def _list_before(self, before: int) -> list[tuple[int, int, Place]]:
        """The places named not far before an offset, nearest first, with where they stand."""
        found = [
            (at, at + 1, place) for at, place in self._seen if place.id.startswith("gn-") and at < before
        ]
        for mention in find_last(self.context.mentions, before):
            if mention.end < before - _REACH_BACK:
                break
            place = self._read_mention(mention)
            found += [(mention.start, mention.end, place)] if place else []
        return sorted((one for one in found if one[1] >= before - _REACH_BACK), key=lambda one: -one[1])

    def find_last(self, before: int) -> Place | None:
        """The last settlement or part of a country that the text named not far before an offset."""
        named = (place for start, end, place in self._list_before(before) if not self._is_anchor(start, end))
        fitting = (place for place in named if place.kind in BROAD - {"country", "region"})
        return next((place for place in fitting if self.context.is_set_in(place.country)), None)

    def remember(self, place: Place, at: int) -> None:
        """Notes a place that a claim was found to name, for words that point back to it."""
        self._seen.append((at, place))

    def _read_mention(self, mention: Mention) -> Place | None:
        """The one place that a mention names, the wider of two of one name."""
        places = {
            entry.record.id: entry.record
            for entry in mention.entries
            if isinstance(entry.record, Place) and self.context.accepts(entry, self.context.day)
        }
        found = list(places.values())
        return found[0] if len(found) == 1 else self.ranker.find_wider(found)

    @property
    def cities(self) -> list[tuple[float, float]]:
        """The points of the cities of GeoNames found so far."""
        return self.city_ranker.points

    def may_find_more(self) -> bool:
        """Whether cities found later may tell which city was meant by a name that was left open before."""
        since = self.city_ranker.open_since
        return since is not None and len(self.cities) > since

    def _find_city(self, name: str, before: int) -> Found:
        """A city of GeoNames, if its country is one the document speaks of or it is by far the largest of its name."""
        if self.words.parse(name) is not None:
            return Found(why="no place of this name is known")
        nouns = self.words.get("place_nouns", {})
        # "X Street" may be anywhere but in X: only a noun for a settlement leaves the name of a city.
        texts = [
            (text, () if SETTLED.intersection(kinds) else kinds)
            for text, kinds, _ in self.words.list_readings(name)
            if text != text.lower() or not text.isascii()
        ]
        for text, kinds in [one for one in texts if one[0].lower() not in nouns][:4]:
            found = self.ranker.settle(self.city_ranker.find(text, before, kinds))
            if found.place is None and self.city_ranker.open_since is None and found.candidates:
                self.city_ranker.open_since = len(self.cities)
            if found.place:
                self.cities.append(
                    (found.place.lat, found.place.lon)
                ) if found.place.lat is not None else None
                listed = (
                    found.place if found.place.id.startswith("gn-") else self.gazetteer.get(found.place.id)
                )
                return replace(found, place=self.gazetteer.find_twin(listed or found.place))
            if found.candidates:
                return found
        return Found(why="no place of this name is known")

    def _read_before(self, name: str, at: int) -> str | None:
        """The words of the clause that run up to a name, with the name: "ten kilometres from X"."""
        text = self.context.document.text
        if not text.startswith(name, at):
            return None
        clause = re.split(r"[.,;:!?()\n“”\"]", text[max(0, at - _REACH_BEFORE) : at])[-1]
        return f"{clause}{name}" if clause.strip() else None

    # ------------------------------------------------------------------ places told by others
    def find_relative(
        self, ref: PlaceRef, place: Place | None, before: int, claim: Claim
    ) -> tuple[Relative, list[Place]] | None:
        """How the reference lies to other places, and which; None where it stands for itself."""
        bound = ref.role == "destination" or claim.kind in MOVES
        phrases = [ref.relation]
        if ref.relation and not self.words.parse(ref.relation):
            phrases = [f"{ref.relation} {ref.name}", *phrases]
        if not ref.relation and place is not None and place.kind in BROAD:
            phrases.append(self._read_before(ref.name, before))
        if place is None or (place.lat is None and place.area):
            phrases.append(f"the {ref.name}" if f"the {ref.name}" in claim.quote else ref.name)
        for phrase in phrases:
            relative = self.words.parse(clean_name(phrase)) if phrase else None
            if relative is not None and relative.how == "of" and f"the {relative.words}" in claim.quote:
                relative = replace(relative, how="in")  # "in the west of X" is within X
            if relative is None or (relative.how == "towards" and bound):
                continue  # who goes towards X is bound for X
            if relative.how == "in" and place is None and self.find_place(phrase, before).place:
                continue  # "in southern X" may be the name of an area, within which the thing lies
            names = relative.anchors or (ref.name,)
            anchors = [found.place for name in names if (found := self.find_place(name, before)).place]
            if place is not None and place in anchors and self.find_place(phrase, before).place is place:
                continue  # "eastern X" is itself the name of the place
            if len(anchors) != len(names):
                continue
            if relative.how == "of" and anchors[0].kind in WIDE:
                relative = replace(relative, how="in")  # "the south and north of" an area are parts of it
            if relative.how == "near" and place in anchors and place.kind not in BROAD:
                continue
            told_by_another = place is not None and place.id not in {anchor.id for anchor in anchors}
            if told_by_another and relative.distance_km is None and (place.lat is not None or not place.area):
                continue  # "X, near Y": Y helps to find X, and X stands for itself
            return relative, anchors
        return None

    def widen(self, relative: Relative, anchors: list[Place]) -> list[Place]:
        """ "Western X" of a city whose province has its name and is far larger is a part of the province."""
        if not relative.loose or len(anchors) != 1 or anchors[0].kind != "city":
            return anchors
        province = self.gazetteer.get(anchors[0].parent)
        if province is None or province.kind != "governorate" or province.lat is None:
            return anchors
        same = bare_name(province.name).startswith(bare_name(anchors[0].name))
        return [province] if same and measure_radius(province) > 3 * measure_radius(anchors[0]) else anchors

    def draw(self, relative: Relative, anchors: list[Place]) -> tuple[dict[str, Any] | None, int]:
        """The area and precision of a relative place."""
        return draw_relative(relative, anchors)

    def find_told(self, relative: Relative, anchors: list[Place], before: int) -> Place | None:
        """The place of the pack whose name the relating words are, such as the land on one side of a city."""
        phrases = [relative.words]
        if relative.bearing is not None and relative.how in ("of", "distance") and len(anchors) == 1:
            phrases.append(f"{COMPASS[round(relative.bearing)]} of {anchors[0].name}")
        places = [self.find_place(phrase, before).place for phrase in phrases]
        return next((place for place in places if place and place not in anchors), None)

    def name_area(self, relative: Relative, anchors: list[Place]) -> str | None:
        """The id of an area made by a direction; a ring, a neighbourhood or a heading has none."""
        if relative.how not in ("of", "in", "countryside") or relative.bearing is None or len(anchors) != 1:
            return None
        return f"{COMPASS[round(relative.bearing)]}-{relative.how}:{anchors[0].id}"

    def find_namesake(self, name: str, at: int) -> str | None:
        """The name with the noun after it in the text ("X Street"), where that makes it the name of a thing."""
        text = self.context.document.text
        if not text.startswith(name, at):
            return None
        follows = re.match(r"[ ]([^\W\d_]+)\b", text[at + len(name) : at + len(name) + 24])
        noun = follows[1] if follows else ""
        capital = noun[:1].isupper() and noun.lower() in self.words.get("landmarks", ())
        return f"{name} {noun}" if capital or noun in self.words.get("ways", ()) else None

    def find_served(self, name: str, before: int) -> Place | None:
        """The town after which an airport is called that is not known itself ("X International Airport")."""
        for text, kinds, _ in self.words.list_readings(name)[1:]:
            if "airport" in kinds and text[:1].isupper() and self.words.parse(text) is None:
                found = self.find_place(text, before).place
                if found is not None and SETTLED.intersection((found.kind,)):
                    return found
        return None

    def is_inferred(self, name: str) -> bool:
        """Whether the words name no place by themselves, nor point back to one ("a large bus station")."""
        plain = name.isascii() and name == name.lower() and self.words.is_landmark(name)
        pronouns = self.words.get("place_pronouns", {})
        return plain and name not in pronouns and f"the {name}" not in pronouns

    def narrow(self, area: dict[str, Any], text: str) -> dict[str, Any]:
        """The part of a ring that lies in the direction that the name itself gives, where it gives one."""
        relative = self.words.parse(text)
        if relative is None or relative.bearing is None or relative.distance_km is not None:
            return area
        found = [self.find_place(name, 0).place for name in relative.anchors]
        sector = draw_relative(relative, [one for one in found if one])[0] if found and all(found) else None
        return (intersect_areas(area, sector) if sector else None) or area


def find_middle(area: dict[str, Any]) -> tuple[float, float]:
    """The (lat, lon) that stands for an area on a map, rounded to about a hundred metres."""
    lat, lon = find_centre(area)
    return round(lat, 3), round(lon, 3)
