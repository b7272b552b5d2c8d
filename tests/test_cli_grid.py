"""Tables fit the terminal: no line too wide, no day or id in pieces, the columns that matter kept to the last."""

import re

import pytest
from rich.cells import cell_len

from sijill.cli.grid import fit_columns, write_table
from sijill.cli.printing import Layout, name_columns
from sijill.cli.wording import say_counted, say_number_of

LAYOUT = Layout(
    columns=name_columns("id day kind place status actors=who origins grade title=what"),
    wide=("actors", "title"),
    spare=("title", "grade", "actors", "origins"),
)
ROWS = [
    {
        "id": f"i-{number:016x}", "day": "2019-05-03 to 2019-05-28", "kind": "repelled_attack",
        "place": "Upper Elmton on the Water", "status": "reported", "actors": "Northern forces; the guards of the bridge",
        "origins": number, "grade": "single_source", "title": "Repelled attack on Upper Elmton, reported by one origin",
    }
    for number in range(1, 4)
]  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_grid_no_line_is_wider_than_the_terminal(width):
    lines = write_table(ROWS, LAYOUT, width)
    assert max(map(cell_len, lines)) <= width
    text = "\n".join(lines)
    assert text.count("2019-05-03–28") == len(ROWS)
    assert len(re.findall(r"i-0000000(?:…|\d{9})", text)) == len(ROWS)


@pytest.mark.parametrize(
    ("width", "kept"),
    [
        (80, ["id", "day", "kind", "place", "status", "origins"]),
        (90, ["id", "day", "kind", "place", "status", "actors", "origins"]),
        (170, ["id", "day", "kind", "place", "status", "actors", "origins", "grade", "title"]),
    ],
)
def test_grid_drops_the_spare_columns_first(width, kept):
    assert [column.key for column in fit_columns(ROWS, LAYOUT, width)] == kept


def test_grid_words_of_a_sentence_stay_whole_and_arabic_fits():
    rows = [{"id": "c-1", "quote": "قصفت القوات الشمالية إلمتون يوم الجمعة وقتلت اثني عشر جنديا"}]
    layout = Layout(columns=name_columns("id quote"), wide=("quote",))
    lines = write_table(rows, layout, 30)
    assert max(map(cell_len, lines)) <= 30
    words = set(rows[0]["quote"].split())
    assert all(word in words | {"c-1", "id", "quote", "…"} for line in lines for word in line.split())


@pytest.mark.parametrize(
    ("measure", "who", "expected"),
    [
        ("strikes", "strikes", "strikes"),  # said once
        ("tanks", "tank", "tank"),
        ("tanks", "Northern forces", "tanks (Northern forces)"),
        ("fighters", "fighters (subset)", "fighters (subset)"),
        ("percent", "it", "share"),  # a pronoun counts nothing
        ("percent", "the camp", "share of the camp"),
        ("killed", "Civilians", "killed civilians"),
        ("killed", None, "killed"),
        ("other", "buildings", "buildings"),
        ("barrel_bombs", None, "barrel bombs"),
        ("vehicles", "armoured vehicles", "armoured vehicles"),
    ],
)
def test_wording_says_what_is_counted_once(measure, who, expected):
    assert say_counted(measure, who) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("percent", 70, 70, "%"), "70%"),
        (("percent", 60, 70, None), "60%–70%"),
        (("percent", 70, None, None), "70% or more"),
        (("articles", 13, 13, "article"), "13"),
        (("killed", 48, None, None), "48 or more"),
    ],
)
def test_wording_of_numbers_carries_the_unit_once(given, expected):
    assert say_number_of(*given) == expected
