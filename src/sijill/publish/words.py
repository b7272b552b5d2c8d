"""Plain words for the codes of the records, so that every export and page says the same thing the same
way."""

from datetime import date

import msgspec

from sijill.model import Document, When
from sijill.publish.persons import load_vocabulary

UNKNOWN_DATE = "date not known"
PART = ", part of a larger figure"


class Group(msgspec.Struct, frozen=True):
    """A family of kinds that the map and the timeline draw alike."""

    id: str
    label: str
    kinds: tuple[str, ...]


GROUPS = (
    Group(
        "fighting",
        "Fighting",
        ("clash", "ground_attack", "repelled_attack", "ceasefire_violation", "equipment_loss"),
    ),
    Group(
        "bombardment", "Bombardment", ("air_strike", "drone_strike", "shelling", "bombing", "chemical_attack")
    ),
    Group("territory", "Territory", ("capture", "withdrawal", "handover", "held", "contested", "siege")),
    Group(
        "harm",
        "Harm to people",
        ("casualties", "violence_against_civilians", "abduction", "detention", "looting"),
    ),
    Group("movement", "Movement and aid", ("displacement", "evacuation", "aid")),
    Group("talks", "Talks and deals", ("negotiation", "agreement", "ceasefire", "weapons_surrender")),
    Group("other", "Other", ("mobilization", "statement", "protest", "other")),
)

KIND_WORDS = {
    "held": "held ground", "contested": "contested ground", "bombing": "bomb", "casualties": "toll",
    "violence_against_civilians": "violence against civilians", "equipment_loss": "loss of equipment",
    "weapons_surrender": "surrender of weapons", "ceasefire_violation": "breach of a ceasefire", "other":
    "other",
    "mobilization": "mobilisation",
}  # fmt: skip

STATUS_WORDS = {
    "reported": ("Reported", "someone says that it happened and nobody in this record denies it"),
    "disputed": ("Disputed", "some say that it happened and others deny it"),
    "denied": ("Denied", "this record holds only the denial"),
    "planned": ("Planned", "announced or agreed; this says nothing of whether it happened"),
    "hypothetical": ("Hypothetical", "a condition or a forecast, not an event"),
}

GRADE_WORDS = {
    "not_asserted": ("Not asserted", "nobody in this record says that it happened"),
    "one_side": ("One side", "several independent origins, all of them of one side"),
    "opposed_sides_agree": ("Opposed sides agree", "origins that speak for opposed sides both say so"),
    "single_source": ("One origin", "one independent voice; copies of it do not count"),
    "provisional": ("Provisional", "fewer than two independent sources"),
    "agreed": ("Agreed", "two or more independent origins agree"),
    "corroborated": ("Corroborated", "two or more independent origins say that it happened"),
    "confirmed": ("Confirmed", "accepted by the side held responsible, or by rival sides"),
    "fair": ("Fair", "two or more credible origins, no rival account"),
    "weak": ("Weak", "one origin"),
    "contested": ("Contested", "rival accounts of who did it or of what happened"),
    "disputed": ("Disputed", "origins contradict each other"),
    "discounted": ("Discounted", "later shown not to be as first reported"),
}

FIGURE_STATUS_WORDS = {
    "single_source": "one origin",
    "agreed": "origins agree",
    "disputed": "origins disagree",
}

MEASURE_WORDS = {
    "barrel_bombs": "barrel bombs", "articles": "articles of the text", "other": "other figure",
    "fighters": "fighters", "percent": "per cent",
}  # fmt: skip

PLACE_PRECISION_WORDS = {
    1: "the place itself",
    2: "near the place",
    3: "to the district only",
    4: "to the province only",
    5: "an area or a line",
    6: "to the country only",
    7: "at sea or in the air",
}

FLAG_WORDS = {
    "coded_with_gaps": "the language model has not answered for all of it",
    "undated": "undated: it does not say when it was published",
    "repeated_passages": "repeats passages of itself; each is counted once",
    "suspected_rewrite": "may be an automatic rewrite of another text",
    "dates_disagree": "states two publication dates that disagree",
    "coded_in_part": "too long for one report: only its beginning was coded",
    "imported": "a row of another data set: its columns are its claims",
    "not_coded": "not coded: no extractor at hand reads its language",
    "broken_encoding": "some of its characters could not be read",
    "decoded_as": "read in the character set",
    "unreadable_date": "gives a date that cannot be read",
    "publisher_from": "publisher known from its",
    "updated": "says it was last changed on",
}

LINEAGE_WORDS = {
    "same_text": "the same text as",
    "derived": "derived from",
    "contains": "contains text of",
}

RELATION_WORDS = {
    "covers": "Covers", "covered_by": "Covered by", "plan_of": "Plan of", "planned_by": "Planned in",
    "denies": "Denies", "denied_by": "Denied by", "outcome_of": "Outcome of", "has_outcome": "Its outcome",
}  # fmt: skip
INVERSE_RELATIONS = {
    "covers": "covered_by", "plan_of": "planned_by", "denies": "denied_by", "outcome_of": "has_outcome",
}  # fmt: skip

INTEREST_WORDS = {
    "own_losses": "counts its own side's losses: read as a floor, since sides tend to understate these",
    "enemy_losses": "counts its enemy's losses: read as a ceiling, since sides tend to overstate these",
}
INTEREST_SHORT = {"own_losses": "its own side's losses", "enemy_losses": "its enemy's losses"}

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
)  # fmt: skip


def say_code(code: str) -> str:
    """The code in words, for codes that have no wording of their own.

    >>> say_code("north_bank_side")
    'North bank side'
    """
    words = code.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def say_kind(kind: str) -> str:
    """The kind in words.

    >>> say_kind("air_strike"), say_kind("bombing")
    ('air strike', 'bomb')
    """
    return KIND_WORDS.get(kind, kind.replace("_", " "))


def find_group(kind: str) -> Group:
    """The group that draws this kind; an unheard-of kind is drawn with the others.

    >>> find_group("shelling").label
    'Bombardment'
    """
    return next((group for group in GROUPS if kind in group.kinds), GROUPS[-1])


def say_number(value: float) -> str:
    """The number with thousands separated and no needless decimals.

    >>> say_number(2000.0), say_number(0.9)
    ('2,000', '0.9')
    """
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def say_range(low: float | None, high: float | None) -> str:
    """The range in words; an open end is said, never closed.

    >>> say_range(48, None), say_range(None, 40), say_range(50, 50), say_range(3, 9), say_range(None, None)
    ('48 or more', 'up to 40', '50', '3–9', 'no number')
    """
    if low is None and high is None:
        return "no number"
    if high is None:
        return f"{say_number(low)} or more"
    if low is None:
        return f"up to {say_number(high)}"
    return say_number(low) if low == high else f"{say_number(low)}–{say_number(high)}"


def say_measure(measure: str, who: str | None = None) -> str:
    """The measure and whom it counts, neither told twice.

    >>> say_measure("killed", "soldiers"), say_measure("barrel_bombs"), say_measure("strikes", "air strikes")
    ('Killed: soldiers', 'Barrel bombs', 'Air strikes')
    >>> say_measure("other", "positions")
    'Positions'
    """
    plain, counted, part = _split_counted(measure, who)
    if not counted:
        words = plain
    elif measure == "other" or _ends_alike(counted, plain):
        words = counted
    else:
        words = f"{plain} of {counted}" if measure == "percent" else f"{plain}: {counted}"
    return words[:1].upper() + words[1:] + part


def name_figure(measure: str, who: str | None = None) -> str:
    """The measure and whom it counts as one phrase within a line, neither told twice.

    >>> name_figure("killed", "soldiers"), name_figure("strikes", "strikes"), name_figure("tanks", "army tanks")
    ('killed soldiers', 'strikes', 'army tanks')
    >>> name_figure("fighters", "fighters (subset)"), name_figure("percent", "it")
    ('fighters, part of a larger figure', 'per cent')
    >>> name_figure("strikes", "raids")
    'strikes (raids)'
    """
    plain, counted, part = _split_counted(measure, who)
    if counted and measure == "percent":
        return f"{plain} of {counted}{part}"
    if not counted or _ends_alike(counted, plain):
        return (counted or plain) + part
    befell = measure == "missing" or measure.endswith(
        "ed"
    )  # "killed soldiers", but "tanks (the army's side)"
    return (f"{plain} {counted}" if befell else f"{plain} ({counted})") + part


def say_unit(measure: str, who: str | None, unit: str | None) -> str:
    """The unit to print after a number, where the measure does not say it already.

    >>> say_unit("distance", "kilometers", "kilometer"), say_unit("percent", None, "%"), say_unit("hours", "hours", "hour")
    (' kilometers', '', '')
    """
    plain = MEASURE_WORDS.get(measure, measure)
    if measure == "percent" or (unit and _ends_alike(unit, plain)):
        return ""
    word = unit if unit and not unit.isalpha() else who if who and unit and _ends_alike(who, unit) else unit
    return (
        f" {word}" + ("s" if word == unit and unit.isalpha() and not unit.endswith("s") else "")
        if word
        else ""
    )


def _split_counted(measure: str, who: str | None) -> tuple[str, str, str]:
    """The measure in words, whom it counts where that says more, and whether it is a part of a figure."""
    plain = MEASURE_WORDS.get(measure, measure).replace("_", " ")
    counted = (who or "").replace("(subset)", "").strip()
    part = PART if "(subset)" in (who or "") else ""
    same = {word.casefold().rstrip("s") for word in counted.split()} <= {w.rstrip("s") for w in plain.split()}
    empty = counted.casefold() in load_vocabulary()["not_counted"]
    return plain, "" if same or empty else counted, part


def _ends_alike(words: str, other: str) -> bool:
    """Whether two phrases end in the same noun, in the singular or plural."""
    last = [phrase.split()[-1].casefold().rstrip("s") for phrase in (words, other) if phrase.split()]
    return len(last) == 2 and last[0] == last[1]


def parse_day(value: str | None) -> date | None:
    """The day of an ISO date or datetime, or None where it gives no whole day.

    >>> parse_day("2017-03-21T21:28"), parse_day("2017-03"), parse_day(None)
    (datetime.date(2017, 3, 21), None, None)
    """
    if not value or len(value) < 10:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def say_day(value: str | None) -> str:
    """An ISO date of any precision in words, never more exact than it is.

    >>> say_day("2017-03-21"), say_day("2017-03"), say_day("2017"), say_day(None)
    ('21 March 2017', 'March 2017', '2017', 'date not known')
    """
    if not value:
        return UNKNOWN_DATE
    day = parse_day(value)
    if day:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    parts = value.split("-")
    if len(parts) == 2 and parts[1].isdigit() and 1 <= int(parts[1]) <= 12:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return value


def say_interval(start: str | None, end: str | None) -> str:
    """The two days as one phrase, with what they share said once.

    >>> say_interval("2017-03-19", "2017-03-21"), say_interval("2017-03-19", "2017-03-19")
    ('19–21 March 2017', '19 March 2017')
    >>> say_interval("2017-03-30", "2017-04-02"), say_interval(None, "2017-04-02")
    ('30 March – 2 April 2017', 'until 2 April 2017')
    """
    first, last = parse_day(start), parse_day(end)
    if not start and not end:
        return UNKNOWN_DATE
    if not start:
        return f"until {say_day(end)}"
    if not end or start == end or (first and first == last):
        return say_day(start)
    if not (first and last):
        return f"{say_day(start)} – {say_day(end)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{say_day(end)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {say_day(end)}"
    return f"{say_day(start)} – {say_day(end)}"


def say_when(when: When | None) -> str:
    """When, as precisely as it is known and no more.

    >>> say_when(When(start="2017-03-01", end="2017-03-31", precision="month")), say_when(None)
    ('March 2017', 'date not known')
    """
    if when is None or not (when.start or when.end):
        return UNKNOWN_DATE
    if when.precision == "month" and when.start and when.start[:7] == (when.end or when.start)[:7]:
        return say_day(when.start[:7])
    if when.precision == "year" and when.start and when.start[:4] == (when.end or when.start)[:4]:
        return when.start[:4]
    words = say_interval(when.start, when.end)
    if when.precision == "minute" and when.start and len(when.start) >= 16:
        return f"{words}, {when.start[11:16]}"
    return f"{words}, part of the day" if when.precision == "part_of_day" else words


def say_flag(flag: str) -> str:
    """A document's flag in words, with the detail that follows its colon.

    >>> say_flag("undated"), say_flag("publisher_from:agency_line"), say_flag("two_columns")
    ('undated: it does not say when it was published', 'publisher known from its agency line', 'Two columns')
    """
    code, _, detail = flag.partition(":")
    if code not in FLAG_WORDS:
        return say_code(flag)
    return f"{FLAG_WORDS[code]} {detail.replace('_', ' ')}" if detail else FLAG_WORDS[code]


def say_document(document: Document) -> str:
    """The best short name of a document: its title, else its publisher, else its source."""
    return document.title or document.publisher or document.source


def say_sides(manifest: dict) -> dict[str, str]:
    """The names of the sides by id, as the build wrote them in the manifest.

    >>> say_sides({"sides": {"north": "Northern forces"}}), say_sides({})
    ({'north': 'Northern forces'}, {})
    """
    sides = manifest.get("sides") or {}
    if isinstance(sides, dict):
        return {
            key: value
            if isinstance(value, str)
            else str(value.get("label") or value.get("name") or say_code(key))
            for key, value in sides.items()
        }
    return {str(side["id"]): str(side.get("label") or side.get("name") or side["id"]) for side in sides}


def say_side(side: str | None, side_names: dict[str, str]) -> str:
    """The name of a side, or nothing where there is none."""
    return side_names.get(side) or say_code(side) if side else ""
