"""Dates read, found and resolved; above all, none is guessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.dates import find_dates, narrative_anchor, parse_date, resolve_date
from sijill.model import When


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2018-04-18", "2018-04-18"),
        ("2017-03-21T21:28:00Z", "2017-03-21T21:28:00+00:00"),
        ("2018-04-18T10:45:09+0300", "2018-04-18T10:45:09+03:00"),
        ("22 March, 2017", "2017-03-22"),
        ("March 21, 2017 at 9:28 pm", "2017-03-21T21:28"),
        ("Mar 26, 2017, 12:05 a.m.", "2017-03-26T00:05"),  # the first hour of the day
        ("Posted at 5:16 PM, Mar 26, 2017", "2017-03-26T17:16"),  # the time may come first
        ("Sun Apr 26, 2015 15:48:46", "2015-04-26T15:48:46"),
        ("April 21. 2018", "2018-04-21"),  # a stop for the comma
        ("the 25th of April, 2015", "2015-04-25"),
        ("31/03/2017", "2017-03-31"),
        ("18 أبريل، 2018 10:45:09 ص", "2018-04-18T10:45:09"),
        ("١٨ نيسان ٢٠١٨", "2018-04-18"),
        ("18 نيسان/أبريل 2018", "2018-04-18"),  # both names at once, as pan-Arab outlets write
        ("الأربعاء 22 آذار (مارس) 2017", "2017-03-22"),
        ("30 كانون الأول 2016", "2016-12-30"),
        ("5 تشرين الأول 2017، 5:30 مساءً", "2017-10-05T17:30"),
        ("12 جانفي 2018", "2018-01-12"),  # Maghrebi
        ("5 غشت 2017", "2017-08-05"),
        ("3 شعبان 1439", "2018-04-19"),
        ("٣ شعبان ١٤٣٩ هـ", "2018-04-19"),
        ("1439/8/3", "2018-04-19"),
        ("April 2018", "2018-04"),
        ("2018-04", "2018-04"),
        ("2018", "2018"),
        ("شعبان 1439", "2018"),  # a Hijri month lies across two others: only the year is sure
    ],
)
def test_dates_parse_keeps_the_precision_given(text, iso):
    assert parse_date(text).iso == iso


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2017",  # March or April
        "April 18",  # no year
        "31 April 2018",
        "30 February 2018 or 1 March 2018",  # a date that is not makes the rest doubtful
        "14 people, 5 houses",
        "9:28 pm",
        "",
        "1439 هـ",  # a Hijri year begins in one of ours and ends in the next
        "2018-13-01",
        "tel. 2017-0000-11",
    ],
)
def test_dates_parse_gives_none_rather_than_a_guess(text):
    assert parse_date(text) is None


def test_dates_parse_notes_what_is_doubtful():
    assert "disagree" in parse_date("Monday, 22 March 2017").note  # it was a Wednesday
    assert parse_date("Wednesday, 22 March 2017").note is None
    assert "differ by a day" in parse_date("3 شعبان 1439").note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It began early on Sunday morning and ended by nightfall.",
            ["early on Sunday morning", "by nightfall"],
        ),
        (
            "On (Wednesday) April 18, and on (Saturday)April 21, they left.",
            ["(Wednesday) April 18", "(Saturday)April 21"],
        ),
        (
            "On the first of April; the 25th of April; 5 May",
            ["the first of April", "the 25th of April", "5 May"],
        ),
        ("from March 17 to 23, between 3 and 5 May", ["from March 17 to 23", "between 3 and 5 May"]),
        ("April 18 and 19, but not 3 and 20 May", ["April 18 and 19", "20 May"]),  # two days are no interval
        (
            "in the first 24 hours, over three consecutive days",
            ["in the first 24 hours", "over three consecutive days"],
        ),
        ("over the past 8 days, since Tuesday night", ["over the past 8 days", "since Tuesday night"]),
        ("for four years, for days, 4 days of clashes", ["for four years", "for days", "4 days"]),
        ("late in March, in 2016, mid-April", ["late in March", "2016", "mid-April"]),
        (
            "two days earlier, three days later, on the same day",
            ["two days earlier", "three days later", "on the same day"],
        ),
        (
            "from Sunday to Tuesday; between March 30 and April 3",
            ["from Sunday to Tuesday", "between March 30 and April 3"],
        ),
        (
            "until Friday, last Friday, Tuesday last week",
            ["until Friday", "last Friday", "Tuesday last week"],
        ),
        ("He may come and march on; 5 may have died", []),  # no capital, no month
        ("every Friday; The Sunday Messenger; the Today Programme", []),  # a habit, two names
        ("2016 fighters; in 2016 fighters", []),  # a count, as far as one can tell
        ("April 18, 2000 fighters came", ["April 18"]),
        ("Sunday’s raid; The Sunday raid", ["Sunday’s", "Sunday"]),
        ("It fell on 18 February. It held on 18 Feb. as well", ["18 February", "18 Feb."]),
        ("in the first three days of April", ["April"]),  # not the last three days before publication
        ("on\nApril\n18", ["April\n18"]),  # a wrapped line
        ("April\n\n18 people", []),  # a new paragraph
    ],
)
def test_dates_find_expressions_as_written(text, expected):
    assert [e.text for e in find_dates(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال يوم الخميس الماضي إنه غادر أمس الأربعاء", ["يوم الخميس الماضي", "أمس الأربعاء"]),
        ("في 17 آذار/مارس ومنذ الثلاثاء", ["17 آذار/مارس", "منذ الثلاثاء"]),
        ("قبل أسبوع، قبل يومين، بعد ثلاثة أيام", ["قبل أسبوع", "قبل يومين", "بعد ثلاثة أيام"]),
        (
            "خلال الأيام الثلاثة الماضية وخلال الساعات الـ24 الماضية",
            ["خلال الأيام الثلاثة الماضية", "خلال الساعات الـ24 الماضية"],
        ),
        ("من 17 إلى 23 مارس، بين 3 و5 مايو", ["من 17 إلى 23 مارس", "بين 3 و5 مايو"]),
        ("في الأول من أبريل وفي عام 2016", ["الأول من أبريل", "عام 2016"]),
        ("فجر الجمعة وفي اليوم نفسه وفي اليوم التالي", ["فجر الجمعة", "اليوم نفسه", "اليوم التالي"]),
        ("في الخامس من الشهر الماضي", ["الخامس من الشهر الماضي"]),
        ("أحد السكان قال للأب", []),  # "one of", "to the father": no Sunday, no August
    ],
)
def test_dates_find_arabic_expressions(text, expected):
    assert [e.text for e in find_dates(text, "ar")] == expected


# Tuesday 21 March 2017
PUBLISHED = "2017-03-21T21:28"
FROM_PUBLICATION = [
    ("on Tuesday", "2017-03-21", "2017-03-21", "day"),  # the publication day itself
    ("on Sunday", "2017-03-19", "2017-03-19", "day"),
    ("on Wednesday", "2017-03-15", "2017-03-15", "day"),
    ("last Tuesday", "2017-03-14", "2017-03-14", "day"),  # strictly before
    ("next Tuesday", "2017-03-28", "2017-03-28", "day"),
    ("Sunday night", "2017-03-19", "2017-03-19", "part_of_day"),
    ("yesterday", "2017-03-20", "2017-03-20", "day"),
    ("the day before yesterday", "2017-03-19", "2017-03-19", "day"),
    ("last night", "2017-03-20", "2017-03-20", "part_of_day"),
    ("overnight", "2017-03-20", "2017-03-21", "part_of_day"),
    ("since Sunday", "2017-03-19", "2017-03-21", "interval"),
    ("since 2011", "2011-01-01", "2017-03-21", "interval"),
    ("from Sunday to Tuesday", "2017-03-19", "2017-03-21", "interval"),
    ("over the past 3 days", "2017-03-18", "2017-03-21", "interval"),
    ("in the last 24 hours", "2017-03-20", "2017-03-21", "interval"),
    ("three days ago", "2017-03-18", "2017-03-18", "day"),
    ("a week ago", "2017-03-11", "2017-03-17", "week"),  # give or take: seldom to the day
    ("two months ago", "2017-01-01", "2017-01-31", "month"),
    ("last week", "2017-03-13", "2017-03-19", "week"),
    ("earlier this week", "2017-03-20", "2017-03-21", "interval"),
    ("last month", "2017-02-01", "2017-02-28", "month"),
    ("March 17", "2017-03-17", "2017-03-17", "day"),
    ("December 20", "2016-12-20", "2016-12-20", "day"),  # the year near publication that fits
    ("March 23", "2017-03-23", "2017-03-23", "day"),  # two days ahead is nearer than a year ago
    ("late in March", "2017-03-21", "2017-03-31", "interval"),
    ("from March 17 to 23", "2017-03-17", "2017-03-23", "interval"),
    ("from December 30 to January 2", "2016-12-30", "2017-01-02", "interval"),  # across the year's end
    ("in 2016", "2016-01-01", "2016-12-31", "year"),
    ("March 20, 2017", "2017-03-20", "2017-03-20", "day"),
    ("March 20, 2017 at 9:05 am", "2017-03-20T09:05", "2017-03-20T09:05", "minute"),
    ("until Friday", None, "2017-03-17", "interval"),
    ("for days", None, "2017-03-21", "interval"),  # how many is not said
    ("in the first week of March", "2017-03-01", "2017-03-07", "interval"),
    ("over the past week", "2017-03-14", "2017-03-21", "interval"),
    ("since the start of March", "2017-03-01", "2017-03-21", "interval"),
    ("over the weekend", "2017-03-18", "2017-03-19", "interval"),
    ("earlier in the month", "2017-03-01", "2017-03-21", "interval"),
    ("on the 17th of last month", "2017-02-17", "2017-02-17", "day"),
    ("on 12 March last year", "2016-03-12", "2016-03-12", "day"),
    ("on the night of 17 March", "2017-03-17", "2017-03-17", "part_of_day"),
    ("in the early hours of Sunday", "2017-03-19", "2017-03-19", "part_of_day"),
    ("in the first half of 2016", "2016-01-01", "2016-06-30", "interval"),
    (
        "two days after the March 17 strike",
        "2017-03-19",
        "2017-03-19",
        "day",
    ),  # the event has its date beside it
    ("two or three days ago", None, None, "unknown"),
    ("on Sunday and Monday", "2017-03-19", "2017-03-20", "interval"),  # days on end
    ("late on Friday and early on Saturday", "2017-03-17", "2017-03-18", "interval"),
    ("on Friday or Saturday", "2017-03-17", "2017-03-18", "interval"),
    ("between 8 a.m., March 17, and 8 a.m., March 18", "2017-03-17", "2017-03-18", "interval"),
    ("between Saturday and yesterday, Monday", "2017-03-18", "2017-03-20", "interval"),
    ("in the weekend's fighting", "2017-03-18", "2017-03-19", "interval"),
    ("and won in five days", None, None, "unknown"),  # how long it took
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), FROM_PUBLICATION)
def test_dates_resolve_from_publication(text, start, end, precision):
    (expression,) = find_dates(f"They fought {text}.")
    when = resolve_date(expression, published=PUBLISHED)
    assert (when.start, when.end, when.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Thursday", "2018-04-19"),
        ("on Wednesday", "2018-04-18"),  # published on a Wednesday: that day
        ("next Wednesday", "2018-04-25"),
        ("May 2", "2018-05-02"),
        ("January 5", "2019-01-05"),
        ("in five days", "2018-04-23"),
        ("from Thursday to Saturday", "2018-04-19"),
    ],
)
def test_dates_resolve_forward_in_the_future_tense(text, day):
    (expression,) = find_dates(f"They will sign {text}.")
    assert resolve_date(expression, published="2018-04-18", tense="future").start == day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("three days later", "2018-04-21", "2018-04-21"),
        ("two days earlier", "2018-04-16", "2018-04-16"),
        ("on the same day", "2018-04-18", "2018-04-18"),
        ("a day before", "2018-04-17", "2018-04-17"),
        ("the next day", "2018-04-19", "2018-04-19"),
        ("by nightfall", "2018-04-18", "2018-04-18"),
        ("in the first 24 hours", "2018-04-18", "2018-04-19"),
        ("over three consecutive days", "2018-04-16", "2018-04-18"),  # three, the last included
        ("24 hours before", "2018-04-17", "2018-04-17"),
    ],
)
def test_dates_resolve_from_the_narrative_not_from_publication(text, start, end):
    (expression,) = find_dates(f"They left {text}.")
    story = When(start="2018-04-18", end="2018-04-18", precision="day")
    when = resolve_date(expression, published="2018-04-30", narrative=story)
    assert (when.start, when.end, when.anchor) == (start, end, "narrative")


@pytest.mark.parametrize(
    "text",
    [
        "on Sunday",
        "March 17",
        "yesterday",
        "three days later",
        "since Sunday",
        "at dawn",
        "over three days",
        "last week",
    ],
)
def test_dates_of_an_undated_document_stay_unknown(text):
    (expression,) = find_dates(f"They fought {text}.")
    when = resolve_date(expression)
    assert (when.start, when.end, when.precision, when.anchor) == (None, None, "unknown", None)
    assert when.basis


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("three days later", "2018-04-30"),  # from a date in the text: publication is no stand-in
        ("a week after the attack", "2018-04-30"),  # from an event that the phrase does not date
        ("a day after insurgents broke in", "2018-04-30"),
        ("at dawn", "2018-04-30"),
        ("days later", "2018-04-30"),
        ("on Sunday", "2018-04"),  # a publication month is no day to count from
        ("February 30, 2018", "2018-04-30"),
    ],
)
def test_dates_without_their_anchor_stay_unknown(text, published):
    (expression,) = find_dates(f"They fought {text}.")
    assert resolve_date(expression, published=published).precision == "unknown"


def test_dates_yesterday_needs_publication_even_where_the_text_has_an_anchor():
    (expression,) = find_dates("They fought yesterday.")
    assert resolve_date(expression, narrative="2018-04-21").precision == "unknown"


def test_dates_conflict_of_weekday_and_date_keeps_the_date_and_says_so():
    (expression,) = find_dates("On (Monday) April 18, they left.")
    when = resolve_date(expression, published="2018-04-22")
    assert when.start == "2018-04-18" and "disagree" in when.basis
    (expression,) = find_dates("On (Wednesday) April 18, they left.")
    assert "disagree" not in resolve_date(expression, published="2018-04-22").basis


def test_dates_hijri_resolve_with_their_caveat():
    (expression,) = find_dates("في 3 شعبان 1439هـ", "ar")
    when = resolve_date(expression)
    assert (when.start, when.anchor) == ("2018-04-19", "explicit") and "Umm al-Qura" in when.basis


def test_dates_arabic_resolve_like_english():
    text = "خلال الأيام الثلاثة الماضية، الخميس الماضي، أمس"
    starts = [resolve_date(e, published="2018-04-18").start for e in find_dates(text, "ar")]
    assert starts == ["2018-04-15", "2018-04-12", "2018-04-17"]


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Map of April 21. 2018. On (Wednesday) April 18 they left.", "2018-04-21"),
        ("Map of April 21. 2018. On (Monday) April 18 they left.", None),  # the weekday belies the year
        ("On Wednesday they left. On April 18 too.", None),  # no full date
        ("A massacre on 21 August 2013. A map of 21 April 2018.", None),  # nothing chooses between them
        ("On 21 August 2013. On 21 April 2018. On Wednesday, April 18, they left.", "2018-04-21"),
        ("In April 2018 they left on March 17.", None),  # a month anchors no day
    ],
)
def test_dates_narrative_anchor_needs_a_full_date_that_agrees(text, anchor):
    assert narrative_anchor(find_dates(text)) == anchor


def test_dates_anchored_narrative_dates_an_undated_document():
    text = "Map: April 21. 2018. On (Friday) April 20, on Saturday, late in March."
    expressions = find_dates(text)
    anchor = narrative_anchor(expressions)
    found = [resolve_date(e, narrative=anchor) for e in expressions]
    assert [w.start for w in found] == ["2018-04-21", "2018-04-20", "2018-04-21", "2018-03-21"]
    assert [w.anchor for w in found] == ["explicit", "narrative", "narrative", "narrative"]


PIECES = st.sampled_from(
    [
        "Sunday",
        "(Monday)",
        "last",
        "next",
        "since",
        "from",
        "to",
        "and",
        "between",
        "April",
        "18",
        "31",
        "2018",
        "1439",
        "the",
        "first",
        "of",
        "three",
        "days",
        "later",
        "ago",
        "week",
        "over",
        "past",
        "early",
        "night",
        "at dawn",
        "99999999",
        ",",
        "-",
        ":",
        "12:70",
        "\n\n",
        "الخميس",
        "منذ",
        "أمس",
        "٣",
        "شعبان",
        "أيام",
        "قبل",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(PIECES | st.text(max_size=4), max_size=14),
    language=st.sampled_from(["en", "ar"]),
    published=st.sampled_from([None, "2018-04-18", "2018", "2020-02-29", "not a date", "0001-01-01"]),
    tense=st.sampled_from(["past", "future"]),
)
def test_dates_never_raise_and_index_the_text(pieces, language, published, tense):
    text = " ".join(pieces)
    parse_date(text)
    expressions = find_dates(text, language)
    narrative_anchor(expressions)
    at = 0
    for expression in expressions:
        assert (
            at <= expression.start < expression.end
            and text[expression.start : expression.end] == expression.text
        )
        at = expression.end
        when = resolve_date(expression, published=published, narrative="2018-04-01", tense=tense)
        if when.start and when.end:
            assert date.fromisoformat(when.start[:10]) <= date.fromisoformat(when.end[:10])
        assert (when.precision == "unknown") == (when.anchor is None)
