"""The quantity table of the design, phrase by phrase, and what must never be taken for a count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.quantities import find_quantities, parse_quantity

# (phrase, low, high, qualifier): None is an open end
BOUNDS = [
    ("12", 12, 12, "exact"),
    ("at least 12", 12, None, "at least"),
    ("No fewer than 12", 12, None, "no fewer than"),
    ("no less than forty", 40, None, "no less than"),
    ("more than 1,800", 1800, None, "more than"),
    ("over 25", 25, None, "over"),
    ("exceeded 48", 48, None, "exceeded"),
    ("in excess of 300", 300, None, "in excess of"),
    ("well over 100", 100, None, "well over"),
    ("100 or more", 100, None, "or more"),
    ("100+", 100, None, "+"),
    ("nearly 200", 180, 200, "nearly"),
    ("almost a dozen", 10.8, 12, "almost"),
    ("just under 50", 45, 50, "just under"),
    ("about 70", 70, 70, "about"),
    ("some 40", 40, 40, "some"),
    ("approximately 45", 45, 45, "approximately"),
    ("an estimated 300", 300, 300, "an estimated"),
    ("30 or so", 30, 30, "or so"),
    ("300-odd", 300, 300, "-odd"),
    ("up to 200", None, 200, "up to"),
    ("as many as 200", None, 200, "as many as"),
    ("less than 50", None, 50, "less than"),
    ("no more than 10", None, 10, "no more than"),
    ("20 to 30", 20, 30, "20 to 30"),
    ("20-30", 20, 30, "20-30"),
    ("between 20 and 30", 20, 30, "between"),
    ("between seven to ten", 7, 10, "between"),  # translated English mixes the two
    ("one or two", 1, 2, "one or two"),
    ("2 to 3 million", 2_000_000, 3_000_000, "2 to 3 million"),  # the scale is that of both
    ("at least some 40", 40, None, "at least some"),
    ("more than 20 to 30", 20, None, "more than 20 to 30"),
    ("a few", 2, None, "a few"),
    ("several", 3, None, "several"),
    ("several hundred", 300, None, "several hundred"),
    ("a dozen", 12, 12, "exact"),
    ("at least a dozen", 12, None, "at least"),
    ("two dozen", 24, 24, "exact"),
    ("tens of", 20, None, "tens of"),
    ("dozens of", 24, None, "dozens of"),
    ("scores of", 40, None, "scores of"),
    ("hundreds of", 200, None, "hundreds of"),
    ("Thousands of", 2000, None, "thousands of"),
    ("tens of thousands of", 20_000, None, "tens of thousands of"),
    ("hundreds of thousands of", 200_000, None, "hundreds of thousands of"),
    ("a large number of", None, None, "a large number of"),  # said to be there, not how many
    ("five thousand", 5000, 5000, "exact"),
    ("two hundred and fifty", 250, 250, "exact"),
    ("twenty-five", 25, 25, "exact"),
    ("2,500", 2500, 2500, "exact"),
    ("2.500", 2500, 2500, "exact"),  # continental thousands: nobody counts two and a half fighters
    ("1 500", 1500, 1500, "exact"),
    ("1.5 million", 1_500_000, 1_500_000, "exact"),
    ("half a dozen", 6, 6, "exact"),
]


@pytest.mark.parametrize(("phrase", "low", "high", "qualifier"), BOUNDS)
def test_quantities_read_the_bounds_of_the_table(phrase, low, high, qualifier):
    sentence = f"Sources counted {phrase} vehicles near the town."
    (found,) = find_quantities(sentence)
    assert (found.low, found.high, found.qualifier) == (low, high, qualifier)
    assert sentence[found.start : found.end] == phrase


@pytest.mark.parametrize(
    "text",
    [
        "In 2016 the front moved, and since 2011 it had not",
        "the 2015 offensive",
        "2016 airstrikes were fewer",  # a plural after a year is not enough
        "on April 18, they left; on 18 April 2018 too; April 18, 2018",
        "from March 17 to 23 and between 3 and 5 May",
        "dated 2018-04-01, 01/04/2018 and 1.4.2018",
        "at 9:28 pm, 5:47 P.M., 5 pm and 10:45:09",
        "a T-72, a T62, the B10 and a “107 missile” launcher",
        "Brigade 104, Resolution 2254, page 3 and Highway 5",
        "children under 18, a 4-year-old and a man aged 12",
        "one of the buildings, no one, one another, this one",
        "24/7, #5, id_12",
        "1. The first heading"[:2],
        "two-thirds majority of votes"[:10],
        "without comment, no truth, no information on casualties, no comment",
        "No casualties have been confirmed",  # not known is not none
        "no further casualties",  # no more than before is not none
        "a foreign dateline: 18 أبريل",
    ],
)
def test_quantities_leave_out_what_counts_nothing(text):
    assert [text[q.start : q.end] for q in find_quantities(text) if q.kind != "ordinal"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a count beside what looks like a date or a name
        ("On April 18, 5 people died", ["5"]),
        ("2000 soldiers crossed", ["2000"]),
        ("2,016 men", ["2,016"]),
        ("12 missile strikes", ["12"]),
        ("killing one and wounding two", ["one", "two"]),
        ("one tank burned", ["one"]),
        ("at least one of his men", ["at least one"]),
        ("took over 12 villages", ["12"]),  # "took over" is a verb, not a bound
        ("it rose from 20 to 30", ["20", "30"]),  # a change is two figures
        ("tolls of 48, 50 and 155", ["48", "50", "155"]),
        ("their 13 members (12 men)", ["13", "12"]),
        ("four (4) tanks", ["four"]),
        ("some of the 61 dead", ["61"]),
        ("dozens more fled", ["dozens"]),
    ],
)
def test_quantities_keep_counts_in_difficult_company(text, expected):
    assert [text[q.start : q.end] for q in find_quantities(text) if q.kind != "ordinal"] == expected


@pytest.mark.parametrize(
    ("text", "phrase", "kind", "low", "unit"),
    [
        ("about 70% of the camp", "about 70%", "percent", 70, None),
        ("70 per cent of it", "70 per cent", "percent", 70, None),
        ("60 to 70% of it", "60 to 70%", "percent", 60, None),
        ("half of the district", "half", "percent", 50, None),
        ("nearly half the district", "nearly half", "percent", 45, None),
        ("a 300-strong force", "300", "number", 300, None),
        ("two-thirds of the camp", "two-thirds", "percent", 66.67, None),
        ("approximately ten kilometres south", "approximately ten", "number", 10, "kilometres"),
        ("an 82 millimeter shell", "82", "number", 82, "millimeter"),
        ("10km south", "10", "number", 10, "km"),
        ("the 48-hour ultimatum", "48", "number", 48, "hour"),
        ("over three consecutive days", "three", "number", 3, "days"),  # in their course, not beyond them
        ("for more than two years", "more than two", "number", 2, "years"),
        ("a 13-article agreement", "13", "number", 13, "article"),
        ("worth about $20,000", "about $20,000", "number", 20_000, "$"),
        ("the 6th Division", "6th", "ordinal", 6, None),
        ("the 25th of April", "25th", "ordinal", 25, None),
        ("for the first time", "first", "ordinal", 1, None),
        ("No casualties were reported", "No", "number", 0, None),
        ("none of the residents", "none", "number", 0, None),
    ],
)
def test_quantities_mark_kind_and_unit(text, phrase, kind, low, unit):
    (found,) = find_quantities(text)
    assert (text[found.start : found.end], found.kind, found.low, found.unit) == (phrase, kind, low, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل ما لا يقل عن ١٢ مدنياً", [("ما لا يقل عن ١٢", 12, None)]),
        ("خرج أكثر من 1800 مقاتل", [("أكثر من 1800", 1800, None)]),
        ("ما يزيد على 400 شخص", [("ما يزيد على 400", 400, None)]),
        ("نحو 1500 شخص وحوالي ألفي مقاتل", [("نحو 1500", 1500, 1500), ("حوالي ألفي", 2000, 2000)]),
        ("عشرات القتلى ومئات الجرحى", [("عشرات", 20, None), ("مئات", 200, None)]),
        ("عشرات الآلاف من النازحين", [("عشرات الآلاف من", 20_000, None)]),
        ("آلاف المدنيين", [("آلاف", 2000, None)]),
        ("أقل من 50 عنصراً", [("أقل من 50", None, 50)]),
        ("بين 20 و30 عنصراً", [("بين 20 و30", 20, 30)]),
        ("مقتل شخصين وجرح قتيلان", [("شخصين", 2, 2), ("قتيلان", 2, 2)]),
        ("أسر مدنيين", []),  # two or many: the spelling does not say
        ("خمسة وعشرين جندياً", [("خمسة وعشرين", 25, 25)]),
        ("ثلاثة عشر عنصراً", [("ثلاثة عشر", 13, 13)]),
        ("خمسة آلاف ومئتان", [("خمسة آلاف ومئتان", 5200, 5200)]),
        ("ثلاثمئة وخمسون شخصاً", [("ثلاثمئة وخمسون", 350, 350)]),
        ("١٬٥٠٠ نازح و۳ آلاف", [("١٬٥٠٠", 1500, 1500), ("۳ آلاف", 3000, 3000)]),
        ("٧٠٪ من المخيم", [("٧٠٪", 70, 70)]),
        ("70 في المئة منه", [("70 في المئة", 70, 70)]),
        ("قتل 12 وجرح 30", [("12", 12, 12), ("30", 30, 30)]),
        ("قُتِلَ رجل في 18 أبريل 2018 عند الساعة 10:45", []),
        ("اللواء 47 والقرار 2254 عام 2016", []),
        ("يوم الأحد والاثنين قال أحد السكان", []),  # Sunday and Monday, and "one of" the residents
        ("شخص واحد", [("واحد", 1, 1)]),
        ("دون وقوع إصابات", [("دون", 0, 0)]),
        ("دون ورود معلومات عن إصابات", []),
    ],
)
def test_quantities_read_arabic(text, expected):
    found = [q for q in find_quantities(text, "ar") if q.kind != "ordinal"]
    assert [(text[q.start : q.end], q.low, q.high) for q in found] == expected


def test_quantities_do_not_reach_across_paragraphs_or_list_numbers():
    text = "They met at least\n\n12 houses burned.\n\n  1. First item\n  2. Second item"
    found = [(text[q.start : q.end], q.qualifier) for q in find_quantities(text) if q.kind != "ordinal"]
    assert found == [("12", "exact")]


def test_quantities_parse_gives_a_figure_or_says_unknown():
    figure = parse_quantity("at least 12")
    assert (figure.low, figure.high, figure.qualifier, figure.measure) == (12, None, "at least", "other")
    assert parse_quantity("about 70% of it").measure == "percent"
    assert parse_quantity("the first time").qualifier == "unknown"
    unknown = parse_quantity("many")
    assert (unknown.low, unknown.high, unknown.qualifier) == (None, None, "unknown")
    assert parse_quantity("نحو مئة قتيل", "ar").low == 100


PIECES = st.sampled_from(
    [
        "12",
        "1,500",
        "2.5",
        "2016",
        "April 18",
        "T-72",
        "at least",
        "more than",
        "some",
        "between",
        "and",
        "to",
        "or",
        "%",
        "million",
        "dozens of",
        "hundreds",
        "no",
        "one",
        "two",
        "casualties",
        "-",
        "–",
        "(",
        ")",
        ".",
        ",",
        ":",
        "/",
        "$",
        "\xa0",
        "\n\n",
        "١٢",
        "عشرات",
        "آلاف",
        "من",
        "خمسة",
        "وعشرين",
        "شخصين",
        "بين",
        "و30",
    ]
)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES | st.text(max_size=4), max_size=14), language=st.sampled_from(["en", "ar"]))
def test_quantities_are_ordered_spans_of_the_text(pieces, language):
    text = " ".join(pieces)
    at = 0
    for found in find_quantities(text, language):
        assert at <= found.start < found.end <= len(text)
        assert found.low is None or found.high is None or found.low <= found.high
        assert found.qualifier == "exact" or found.qualifier in " ".join(text.lower().split())
        at = found.end
    parse_quantity(text, language)


def test_quantities_a_day_with_its_on_is_no_count_and_what_follows_the_month_is():
    found = [(one.low, one.start) for one in find_quantities("on 5 March 14 people were killed", "en")]
    assert found == [(14, 11)]
    assert [one.low for one in find_quantities("They killed 5 March 14, the army said", "en")] == [5]
