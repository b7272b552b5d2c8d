"""Which claim a denial denies: the nearest one of that kind, place and time, in its own document first."""

from collections.abc import Iterable, Sequence

from ..model import replace
from .days import count_days_apart
from .evidence import KIND_PAIRS
from .facets import FIGHTING, Facets
from .lookup import Lookup
from .reach import Reach
from .sites import MILITARY
from .where import are_in_one_land, is_part_of_whole, relate_spots

GROUND = frozenset({"capture", "withdrawal", "handover", "held"})
NEARBY = 600  # characters: a denial in running text mostly follows what it denies
WINDOW = 3  # days within which a denial in another document may speak of the event


class Asserted:
    """The claims that something happened, by place and time and by document, for denials to find theirs."""

    def __init__(self, facets: Iterable[Facets], lookup: Lookup):
        told = [set_place(one) for one in facets if one.claim.stance == "asserts"]
        self._reach = Reach(told, lookup)
        self._documents: dict[str, list[Facets]] = {}
        for one in told:
            self._documents.setdefault(one.document, []).append(one)

    def list_near(self, denial: Facets) -> list[Facets]:
        """The claims that a denial may speak of: those of its document, and elsewhere those of its place and days."""
        denial = set_place(denial)
        found = {one.id: one for one in self._documents.get(denial.document, ())}
        if denial.days is not None:
            window = max(WINDOW, denial.days.slack)
            near = self._reach.find_near(denial, denial.days.first - window, denial.days.last + window)
            found |= {one.id: one for one in near}
        return list(found.values())


def set_place(one: Facets) -> Facets:
    """A claim that names a thing in a town and not the town, in the town that its report is in there.

    "That shells hit a bakery is a lie": where the report is about one town, that is the town's bakery.
    """
    lent = tuple(spot for spot in one.lent if spot.known)
    return replace(one, spots=(*one.spots, *lent)) if lent and one.sites else one


def find_denied(denial: Facets, asserted: Sequence[Facets], lookup: Lookup) -> Facets | None:
    """The claim that a denial denies, or None when none fits: a lone denial is kept as it is."""
    denial = set_place(denial)
    best: tuple[tuple, Facets] | None = None
    for one in asserted:
        fit = rate_denied(denial, one, lookup)
        if fit is not None and (best is None or (fit, one.order) < (best[0], best[1].order)):
            best = (fit, one)
    return best[1] if best else None


def rate_denied(denial: Facets, one: Facets, lookup: Lookup) -> tuple | None:
    """How well a claim fits as the thing denied (smaller is better), or None when it does not."""
    if denial.published is not None and one.days and one.days.first > denial.published:
        return None  # nobody denies today what is to happen tomorrow
    same_document = denial.document == one.document
    same_kind = denial.kind == one.kind
    related = frozenset({denial.kind, one.kind}) in KIND_PAIRS
    if is_part_of_whole(one, denial) or is_part_of_whole(denial, one):
        return None  # that the town fell is denied, and that its barracks fell is not
    if not (same_kind or related) or denial.kind in ("statement", "other"):
        return None
    if denial.origin == one.origin and same_document and denial.claim.start == one.claim.start:
        return None
    if denial.period is False and one.period is True and denial.days and denial.days.length == 1:
        return None  # what is said of one day's dead does not deny a total over days
    relations = {relate_spots(a, b, lookup) for a in denial.spots for b in one.spots}
    if "named" in relations and are_in_one_land(denial, one):
        relations.add("same")  # a place that only one of the two reports says where it is
    if denial.sites and one.sites and not (denial.sites & one.sites or (denial.sites | one.sites) & MILITARY):
        return None  # what is said of the bridge does not deny what is said of the school
    if denial.lent and denial.sites and not denial.sites & one.sites:
        return None  # by its words alone it is not known where it was, but by what was hit
    gap = denial.claim.start - one.claim.end
    follows = same_document and 0 <= gap <= NEARBY
    placed = (
        "same" in relations or lies_in(one, denial) or (follows and bool(relations & {"contains", "near"}))
    )
    if "same" not in relations and denial.kind in FIGHTING and lies_in(denial, one):
        return None  # that the square was entered is denied, not the attack on the quarter
    if not placed and not (follows and same_kind):
        return None
    if not placed and relations and not share_surroundings(denial, one):
        return None  # each names a place, and not one place
    apart = 0
    if denial.days and one.days:
        apart = count_days_apart(denial.days, one.days)
        if apart > max(WINDOW, denial.days.slack, one.days.slack):
            return None
    elif not same_document:
        return None  # an undated denial from elsewhere could speak of anything
    own = denial.origin == one.origin  # nobody denies what he says himself, if anything else fits
    if own and same_document:
        return None  # "shells fell near the camp; none hit it": who tells a thing does not deny it in the same report
    if contradict(denial, one):
        return None
    shared = list_numbers(denial) & list_numbers(one)
    exact = "same" in relations and not all(spot.broad for spot in denial.spots)
    fit = (own, not exact, not same_document, not shared, not same_kind, not placed, apart)
    return (*fit, abs(gap) if same_document else 0)


def lies_in(part: Facets, whole: Facets) -> bool:
    """Whether a place of the one lies in a place of the other."""
    return any(outer.key in inner.line for inner in part.spots for outer in whole.spots)


def share_surroundings(denial: Facets, one: Facets) -> bool:
    """Whether the named places lie in one surrounding place that is not wide."""
    around = {name for spot in denial.spots for name in (spot.key, *spot.line)}
    return any(name in around for spot in one.spots for name in (spot.key, *spot.line[:1]))


def list_numbers(one: Facets) -> set[tuple[str, float]]:
    """The numbers a claim gives, with what they count."""
    return {(measure, value) for measure, _, *ends in one.figures for value in ends if value is not None}


def contradict(denial: Facets, one: Facets) -> bool:
    """Whether the two name different doers, so that the denial is of something else.

    Who denies to have lost a place does not deny that he took one.
    """
    parties = denial.doers.sides | denial.sufferers.sides
    others = one.doers.sides | one.sufferers.sides
    swapped = denial.sufferers.sides & one.doers.sides or denial.doers.sides & one.sufferers.sides
    alike = denial.doers.sides & one.doers.sides or denial.sufferers.sides & one.sufferers.sides
    if denial.kind in GROUND and swapped and not alike:
        return True
    return bool(parties and others and not parties & others)
