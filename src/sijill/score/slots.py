"""How well the parts of paired claims agree: speaker, actors, targets, places, figures, dates."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from sijill.model import Frozen
from sijill.score.assign import assign_pairs
from sijill.score.coded import CodedClaim, Days, GoldDocument, Number
from sijill.score.matching import DocumentMatch
from sijill.score.measures import Agreement, Share, count_agreement, sum_agreements
from sijill.score.naming import compare_names, match_names, names_alike, names_equal, voice_of

Pair = tuple[CodedClaim, CodedClaim]


class DateScores(Frozen):
    """How the dates of paired claims agree with the gold dates that the build can be asked for.

    `exact`: same first and last day. `overlap`: the two intervals share a day. `within_a_day`: first and
    last day each at most one day off. `precision`: exact among the dates given. `invented`: a date given
    where the gold, having read the same text, gives none. `set_aside`: gold dates that rest on an
    estimated publication date.
    """

    exact: Share = Share()
    overlap: Share = Share()
    within_a_day: Share = Share()
    precision: Share = Share()
    invented: Share = Share()
    set_aside: int = 0


class SlotScores(Frozen):
    """Agreement on each part of the paired claims; `_lenient` lets a name be contained in a longer one."""

    speaker: Share
    speaker_lenient: Share
    actors: Agreement
    actors_lenient: Agreement
    targets: Agreement
    targets_lenient: Agreement
    places: Agreement
    places_lenient: Agreement
    place_roles: Share
    figures: Agreement
    figures_any_measure: Agreement
    dates: DateScores


def score_slots(matches: Iterable[DocumentMatch], published_est: bool = False) -> SlotScores:
    """The agreement on every part, over all paired claims of all documents together."""
    matches = tuple(matches)
    pairs = [pair for match in matches for pair in match.paired_claims()]
    voices = [
        (voice_of(gold.speaker, match.gold.publisher), voice_of(other.speaker, match.gold.publisher))
        for match in matches
        for gold, other in match.paired_claims()
    ]

    def agree(compare: Callable[[CodedClaim, CodedClaim], Agreement]) -> Agreement:
        return sum_agreements([compare(gold, predicted) for gold, predicted in pairs])

    def agree_names(slot: str, lenient: bool) -> Agreement:
        return agree(lambda gold, other: compare_names(getattr(gold, slot), getattr(other, slot), lenient))

    return SlotScores(
        speaker=count_share(names_equal(gold.name, other.name) for gold, other in voices),
        speaker_lenient=count_share(names_alike(gold, other) for gold, other in voices),
        actors=agree_names("actors", False),
        actors_lenient=agree_names("actors", True),
        targets=agree_names("targets", False),
        targets_lenient=agree_names("targets", True),
        places=agree_names("places", False),
        places_lenient=agree_names("places", True),
        place_roles=count_share(same for pair in pairs for same in compare_roles(*pair)),
        figures=agree(lambda gold, other: compare_figures(gold.figures, other.figures)),
        figures_any_measure=agree(lambda gold, other: compare_figures(gold.figures, other.figures, False)),
        dates=score_dates(matches, published_est),
    )


def count_share(outcomes: Iterable[bool]) -> Share:
    """How many of the outcomes are true."""
    listed = [bool(outcome) for outcome in outcomes]
    return Share(k=sum(listed), n=len(listed))


def compare_roles(gold: CodedClaim, predicted: CodedClaim) -> list[bool]:
    """For each place that both give, whether it plays the same role (location, origin, destination)."""
    pairs = match_names(gold.places, predicted.places, lenient=True)
    return [gold.places[g].role == predicted.places[p].role for g, p in pairs]


def compare_figures(gold: Iterable[Number], predicted: Iterable[Number], measured: bool = True) -> Agreement:
    """How well figures agree: same measure, same two ends; a figure without any number is left out.

    >>> one, other = Number(measure="killed", low=48), Number(measure="wounded", low=48)
    >>> compare_figures([one], [other]).f1, compare_figures([one], [other], measured=False).f1
    (0.0, 1.0)
    """
    asked = [figure for figure in gold if has_number(figure)]
    given = [figure for figure in predicted if has_number(figure)]
    weights = {
        (g, p): 2 if one.measure == other.measure else 1
        for g, one in enumerate(asked)
        for p, other in enumerate(given)
        if (one.low, one.high) == (other.low, other.high) and (not measured or one.measure == other.measure)
    }
    return count_agreement(len(assign_pairs(weights)), len(given), len(asked))


def has_number(figure: Number) -> bool:
    """True when a figure has at least one end ("a large number" has none, and cannot be right or wrong)."""
    return figure.low is not None or figure.high is not None


def score_dates(matches: Iterable[DocumentMatch], published_est: bool) -> DateScores:
    """The agreement on dates over all paired claims."""
    asked: list[tuple[tuple[date, date], tuple[date, date] | None]] = []
    undated: list[bool] = []
    set_aside = 0
    for match in matches:
        for gold, predicted in match.paired_claims():
            days, given = read_days(gold.when), read_days(predicted.when)
            if days is None:
                undated.append(given is not None)
            elif rests_on_estimate(gold, match.gold) and not published_est:
                set_aside += 1
            else:
                asked.append((days, given))
    given = [(days, other) for days, other in asked if other is not None]
    exact = sum(days == other for days, other in given)
    overlap = sum(days[0] <= other[1] and other[0] <= days[1] for days, other in given)
    near = sum(
        abs(days[0] - other[0]).days <= 1 and abs(days[1] - other[1]).days <= 1 for days, other in given
    )
    return DateScores(
        exact=Share(k=exact, n=len(asked)),
        overlap=Share(k=overlap, n=len(asked)),
        within_a_day=Share(k=near, n=len(asked)),
        precision=Share(k=exact, n=len(given)),
        invented=count_share(undated),
        set_aside=set_aside,
    )


def rests_on_estimate(claim: CodedClaim, document: GoldDocument) -> bool:
    """True when a gold date could only be had by knowing a publication date that the document does not state.

    The gold says so claim by claim (`basis`); where it gives no basis, its document's dates are all taken to.
    """
    basis = claim.when.basis if claim.when else None
    return basis == "published_est" or (basis is None and document.dated_by_estimate)


def read_days(when: Days | None) -> tuple[date, date] | None:
    """The first and last day of a date, or None when it has none; a month or a year is all its days.

    >>> read_days(Days(start="2018-04", end=None))
    (datetime.date(2018, 4, 1), datetime.date(2018, 4, 30))
    """
    if when is None or not (when.start or when.end):
        return None
    first, last = expand_day(when.start or when.end), expand_day(when.end or when.start)
    return (first[0], last[1]) if first and last else None


def expand_day(text: str | None) -> tuple[date, date] | None:
    """The first and last day that an ISO date, month or year stands for; the time of day is dropped."""
    parts = (text or "")[:10].split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            day = date(*numbers)
            return day, day
        if len(numbers) == 2:
            first = date(numbers[0], numbers[1], 1)
            following = date(numbers[0] + numbers[1] // 12, numbers[1] % 12 + 1, 1)
            return first, following - timedelta(days=1)
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    except ValueError:
        return None
