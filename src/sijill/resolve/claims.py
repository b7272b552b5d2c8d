"""The claims of one document with ids, sides and coordinates on every name they hold."""

import re
from collections.abc import Sequence

from sijill.model import ActorRef, Claim, Document, Figure, PlaceRef, replace
from sijill.packs import Pack, Place
from sijill.resolve.actors import ActorResolver
from sijill.resolve.context import DocumentContext
from sijill.resolve.gazetteer import Gazetteer
from sijill.resolve.phrases import clean_name
from sijill.resolve.places import Found, PlaceResolver, find_middle
from sijill.resolve.relative import Relative
from sijill.resolve.speakers import SpeakerResolver

# Kinds of event that one party does to another.
VIOLENT = frozenset(
    {"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack", "ground_attack", "capture", "clash",
     "violence_against_civilians", "casualties", "equipment_loss", "abduction", "detention"}
)  # fmt: skip
# Precision of a thing without a name of its own: near the place that surrounds it.
_NEAR = 2


def resolve_claims(document: Document, claims: list[Claim], pack: Pack, gazetteer: Gazetteer) -> list[Claim]:
    """The document's claims, in their order, with names resolved as far as the document and the pack allow.

    What cannot be told keeps `id` None, says why, and lists the candidates that came close.
    """
    resolver = ClaimResolver(document, pack, gazetteer, claims)
    resolved = resolver.resolve_all(claims)
    if resolver.places.may_find_more():
        known = resolver.places.cities
        resolved = ClaimResolver(document, pack, gazetteer, claims, known).resolve_all(claims)
    return resolved


class ClaimResolver:
    """Resolves the claims of one document, in the order of the text."""

    def __init__(
        self,
        document: Document,
        pack: Pack,
        gazetteer: Gazetteer,
        claims: list[Claim],
        cities: Sequence[tuple[float, float]] = (),
    ):
        self.document = document
        self.context = DocumentContext(document, pack, claims)
        self.actors = ActorResolver(self.context)
        self.speakers = SpeakerResolver(self.context, self.actors)
        self.places = PlaceResolver(self.context, gazetteer, cities)
        self.gazetteer = gazetteer

    def resolve_all(self, claims: list[Claim]) -> list[Claim]:
        resolved: dict[str, Claim] = {}
        before: Claim | None = None
        for claim in sorted(claims, key=lambda one: (one.start, one.end)):
            found = self.resolve_claim(claim, before)
            resolved[claim.id] = found
            before = found
        return [resolved[claim.id] for claim in claims]

    def resolve_claim(self, claim: Claim, before: Claim | None) -> Claim:
        """One claim resolved; `before` is the claim that stands before it in the text, already resolved."""
        day = self.context.find_claim_day(claim)
        claim = replace(
            claim, speaker=self.speakers.resolve_ref(claim.speaker, self.context.day or day, claim.start)
        )

        def resolve_actor(ref: ActorRef) -> ActorRef:
            found = self.actors.resolve_ref(ref, day, claim)
            return self.actors.resolve_pronoun(found, claim, before, day) if not found.id else found

        claim = replace(
            claim,
            via=tuple(
                self.speakers.resolve_ref(ref, self.context.day or day, claim.start) for ref in claim.via
            ),
            actors=tuple(resolve_actor(ref) for ref in claim.actors),
            targets=tuple(resolve_actor(ref) for ref in claim.targets),
            figures=tuple(self._resolve_figure(figure, claim, day) for figure in claim.figures),
        )
        claim = self._settle_parties(claim)
        return replace(claim, places=self._resolve_places(claim, before, day))

    def _settle_parties(self, claim: Claim) -> Claim:
        """No civilians as the doers of an attack, and nobody as the doer of what is done to him: the doer is unknown then."""
        if claim.kind not in VIOLENT:
            return claim
        suffering = {ref.id for ref in claim.targets if ref.id}
        actors, targets = [], list(claim.targets)
        for ref in claim.actors:
            record = self.context.pack.actor(ref.id)
            if record is not None and record.kind == "civilians":
                targets += [ref] if ref.id not in suffering else []
            elif claim.kind == "clash" or not (ref.id and ref.id in suffering):
                actors.append(ref)
        return replace(claim, actors=tuple(actors), targets=tuple(targets))

    def _resolve_figure(self, figure: Figure, claim: Claim, day: str | None) -> Figure:
        if not figure.who or figure.who_id:
            return figure
        same = next(
            (ref for ref in (*claim.targets, *claim.actors) if ref.name == figure.who and ref.id), None
        )
        found = same or self.actors.resolve_ref(ActorRef(name=figure.who), day, claim)
        return replace(figure, who_id=found.id, side=figure.side or found.side)

    # ------------------------------------------------------------------ places
    def _resolve_places(self, claim: Claim, before: Claim | None, day: str | None) -> tuple[PlaceRef, ...]:
        refs = [self._resolve_place(ref, claim, before, day) for ref in claim.places]
        surrounding = next((ref for ref in refs if ref.id and ref.lat is not None), None)
        if surrounding is None and before is not None:
            surrounding = next((ref for ref in before.places if ref.id and ref.lat is not None), None)
        return tuple(self._place_landmark(ref, surrounding, claim, before) for ref in refs)

    def _resolve_place(self, ref: PlaceRef, claim: Claim, before: Claim | None, day: str | None) -> PlaceRef:
        if ref.id:
            return ref
        at = self._find_offset(ref.name, claim)
        repeated = self._repeat_plural(ref, before)
        if repeated is not None:
            return repeated
        namesake = self.places.find_namesake(ref.name, at)
        found = self.places.find_place(namesake or ref.name, at, day)
        if namesake and found.place is None:
            named_after = self.places.find_place(ref.name, at, day).place
            return replace(ref, candidates=((named_after.id, 0.5),) if named_after else (),
                           why=f"“{namesake}” is not the place it is named after")  # fmt: skip
        if found.place is not None:
            self.places.remember(found.place, at)
        relative = self.places.find_relative(ref, found.place, at, claim)
        if relative is None:
            return self._fill(ref, found)
        how, anchors = relative
        stated, anchors = anchors, self.places.widen(how, anchors)
        area, precision = self.places.draw(how, anchors)
        if area and how.distance_km is not None:
            area = self.places.narrow(area, ref.name)
        told = self.places.find_told(how, anchors, at)
        measured_from = {anchor.id for anchor in (*stated, *anchors)}
        known = [one for one in (told, found.place) if one is not None and one.id not in measured_from]
        made = known[0] if known else self.gazetteer.get(self.places.name_area(how, anchors))
        # A ring has its middle in the very place that it is not: it is drawn, and has no point.
        ring = how.bearing is None and (not area or len(area.get("coordinates", ())) > 1)
        lat, lon = find_middle(area) if area and not ring else (None, None)
        names = " and ".join(anchor.name for anchor in anchors)
        name, label = (ref.name, made.name) if made else name_beside(ref, how, bool(area))
        return PlaceRef(
            name=name, role=ref.role, relation=ref.relation, id=made.id if made else None, label=label,
            lat=lat, lon=lon, precision=precision, geometry=area,
            candidates=tuple((anchor.id, 0.5) for anchor in anchors),
            why=f"placed by {names}, not at it" + ("" if area else ": no area can be drawn"),
        )  # fmt: skip

    def _fill(self, ref: PlaceRef, found: Found) -> PlaceRef:
        place = found.place
        if place is None:
            several = [one for one, _ in found.candidates] if found.several else []
            within = self.gazetteer.find_common(several) or self.gazetteer.find_shared_country(several)
            if within is None:
                return replace(ref, candidates=found.candidates, why=_join_grounds(ref, found.why) or None)
            why = f"{_join_grounds(ref, found.why)}, all in {within.name}, at which they are shown"
            grade = max(_NEAR, self.gazetteer.grade_precision(within))
            return replace(
                ref, lat=within.lat, lon=within.lon, precision=grade, candidates=found.candidates, why=why
            )
        precision, why = self.gazetteer.grade_precision(place), _join_grounds(ref, found.why)
        if self.places.is_inferred(ref.name):
            precision = max(precision, _NEAR)
            why = f"inferred: plain words, taken for the one such place that is known there; {why}"
        point = self.gazetteer.find_point(place)
        lat, lon = point[:2] if point else (None, None)
        if point and point[2].id != place.id:
            precision = max(precision, _NEAR, self.gazetteer.grade_precision(point[2]))
            why += f"; shown at {point[2].name}, since its own point is not known"
        elif self.gazetteer.is_rough(place):
            precision = max(precision, _NEAR)
        return PlaceRef(
            name=ref.name, role=ref.role, relation=ref.relation, id=place.id, label=place.name, lat=lat, lon=lon,
            precision=precision, geometry=ref.geometry, candidates=found.candidates, why=why, pcode=place.pcode,
        )  # fmt: skip

    def _find_offset(self, name: str, claim: Claim) -> int:
        """Where in the document the name stands: in the claim's quote, else at its start."""
        at = self.document.text.find(name, claim.start, claim.end) if name else -1
        return at if at >= 0 else claim.start

    def _repeat_plural(self, ref: PlaceRef, before: Claim | None) -> PlaceRef | None:
        """ "These areas" are the area of the claim before, when that claim has one and speaks of several places."""
        if before is None or clean_name(ref.name).lower() not in self.places.words.get("place_plurals", ()):
            return None
        areas = [one for one in before.places if one.geometry]
        if len(areas) != 1 or len(before.places) != 1:
            return None
        return replace(areas[0], name=ref.name, role=ref.role, relation=ref.relation,
                       why=f"“{ref.name}” taken for the area of the claim before")  # fmt: skip

    def _place_landmark(
        self, ref: PlaceRef, surrounding: PlaceRef | None, claim: Claim, before: Claim | None
    ) -> PlaceRef:
        """A thing without a name of its own is shown near the place that surrounds it, and is not that place."""
        if ref.id or ref.geometry or ref.candidates or ref.lat is not None or ref.precision:
            return ref
        place, why = self._find_surrounding(ref, claim), "surrounds it"
        if place is None:
            place, why = self.places.find_served(ref.name, claim.start), "it is called after"
        if place is None and self.places.words.is_landmark(ref.name):
            place = self.gazetteer.get(surrounding.id) if surrounding is not None else None
            place, why = place or self.places.find_last(claim.start), "surrounds it"
        point = self.gazetteer.find_point(place) if place else None
        if place is None or point is None or place.kind in ("country", "region"):
            return ref
        return replace(ref, lat=point[0], lon=point[1], candidates=((place.id, 0.5),),
                       precision=max(_NEAR, self.gazetteer.grade_precision(place)),
                       why=f"has no name that is known; shown at {place.name}, which {why}")  # fmt: skip

    def _find_surrounding(self, ref: PlaceRef, claim: Claim) -> Place | None:
        """The place that the relating words name ("a station near X", "from X")."""
        if not ref.relation:
            return None
        whole = self.places.find_place(ref.relation, claim.start).place
        if whole is not None:
            return whole
        inside = [
            m for m in self.context.index.scan(ref.relation) if len({e.record.id for e in m.entries}) == 1
        ]
        named = [m.entries[0].record for m in inside if isinstance(m.entries[0].record, Place)]
        return named[0] if named and not ref.name[:1].isupper() else None


def _join_grounds(ref: PlaceRef | ActorRef, found: str) -> str:
    """Why the reference stands where it does (carried over, for instance), and then why it is that place."""
    return "; ".join(dict.fromkeys(part for part in (ref.why, found) if part))


def name_beside(ref: PlaceRef, how: Relative, drawn: bool) -> tuple[str, str]:
    """The name as written and the label of what lies beside a place: the words that relate it, never that place's name.

    >>> how = Relative(how="distance", anchors=("Ardun",), words="ten km from Ardun")
    >>> name_beside(PlaceRef(name="Ardun", relation="about ten km from Ardun"), how, True)
    ('about ten km from Ardun', 'Area about ten km from Ardun')
    >>> name_beside(PlaceRef(name="two hamlets"), Relative(how="near", anchors=("Ardun",), words="near Ardun"), True)
    ('two hamlets', 'two hamlets near Ardun')
    """
    related = ref.relation if ref.relation and how.words.lower() in ref.relation.lower() else how.words
    if ref.name.lower() in related.lower():
        # "the gates of X" is a name for an area; "ten km from X" says where an area is.
        named = how.how == "near" and re.match(r"(?:the\s+)?\w+\s+of\s", related, re.IGNORECASE)
        if named:
            label = related if related.lower().startswith("the ") else f"the {related}"
            return related, label[:1].upper() + label[1:]
        opens = not ref.name.startswith(related.split()[0])  # "Near X" may open a sentence
        words = related[:1].lower() + related[1:] if opens else related
        # Where no area can be drawn ("towards X") the name is a heading, and stays as the report gives it.
        return (related, f"Area {words}") if drawn else (ref.name, f"an area {words}")
    if related.lower() in ref.name.lower():
        return ref.name, ref.name
    return ref.name, f"{ref.name} {related}"
