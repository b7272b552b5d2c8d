"""From text to record: five reports of two sides on one town, with the next day's shelling and a week's total as traps."""

import pytest

from sijill.record import Record
from sijill.run import BuildOptions, build_record

PACK = {
    "pack.yml": "name: ormland\ntitle: An invented war\nextends: world\nsides:\n"
    "  - {id: tarsia, name: Tarsian government}\n  - {id: orm, name: Ormland government}\n",
    "actors.yml": "- {id: tarsian_army, name: Tarsian army, kind: state_forces, side: tarsia, "
    "names: {en: [Tarsian forces, Tarsian troops, Tarsian artillery]}}\n"
    "- {id: orm_army, name: Ormland army, kind: state_forces, side: orm, names: {en: [Ormland forces]}}\n",
    "places.yml": "- {id: ormland, name: Ormland, kind: region}\n"
    "- {id: verholm, name: Verholm, kind: town, parent: ormland, lat: 61.2, lon: 71.4}\n"
    "- {id: sandby, name: Sandby, kind: village, parent: ormland, lat: 61.4, lon: 71.9}\n",
}
REPORTS = {
    "agency": """Shells kill 12 at market in Verholm
Northwind Press Agency
6 March 2025

Tarsian artillery shelled a vegetable market in the town of Verholm on Wednesday and killed at least 12 people, a doctor said.

Five shells struck the market shortly after noon, the doctor told the agency. Another 20 people were wounded.

The Tarsian army denied shelling the market.
""",
    "doctors": """Ormland Doctors' Circle
Statement, 7 March 2025

Fifteen civilians have now died of the shelling of the vegetable market in Verholm on 5 March, after three of the wounded died
in hospital.

On 6 March a drone hit the power station of Verholm and killed two guards.
""",
    "tarsian": """Tarsian Courier
7 March 2025

The Tarsian army on Friday denied that its guns had shelled the market of Verholm on Wednesday.

Tarsian troops captured the village of Sandby on Thursday, a spokesman said.
""",
    "ormland": """Orm Gazette
8 March 2025

The Ormland army denied that Sandby had been captured.

Tarsian artillery shelled Verholm again on Thursday. A Tarsian drone attacked the power station on Thursday and killed two guards.
""",
    "monitor": """Hollow Oak Monitor
Bulletin, 10 March 2025

From 3 to 9 March shelling and drone strikes killed 24 people in Verholm.

In the shelling of the vegetable market on 5 March 14 people were killed.
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ormland")
    for part, texts in (("pack", PACK), ("in", {f"{name}.txt": text for name, text in REPORTS.items()})):
        (folder / part).mkdir()
        for name, text in texts.items():
            (folder / part / name).write_text(text, encoding="utf-8")
    build_record(
        [folder / "in"], BuildOptions(record=str(folder / "record"), pack=str(folder / "pack"), jobs=1)
    )
    with Record.open(folder / "record") as opened:
        yield opened


def find_home(record, report, words, kind=None):
    """The incident of the claim of a report whose quote has these words."""
    source = f"{report}.txt"
    found = {
        claim.incident
        for claim in record.claims()
        if claim.document.source.endswith(source) and words in claim.quote and kind in (None, claim.kind)
    }
    assert len(found) == 1, (report, words, found)
    return found.pop()


def test_meeting_reports_of_one_shelling_are_one_incident_with_its_rival_tolls(record):
    shelling = find_home(record, "agency", "shelled a vegetable market")
    told = (
        ("agency", "Five shells"), ("agency", "20 people"), ("doctors", "Fifteen civilians"),
        ("tarsian", "had shelled the market"), ("monitor", "shelling of the vegetable market"),
    )  # fmt: skip
    assert {find_home(record, report, words) for report, words in told} == {shelling}
    killed = [row for row in record.figures() if row.incident == shelling and row.measure == "killed"]
    assert {12, 14, 15} <= {figure.low for row in killed for figure in row.figures}
    incident = next(one for one in record.incidents() if one.id == shelling)
    assert incident.status == "disputed"  # the army denies it


def test_meeting_another_day_another_thing_and_a_total_stay_apart(record):
    shelling = find_home(record, "agency", "shelled a vegetable market")
    again = find_home(record, "ormland", "shelled Verholm again")
    drone = find_home(record, "doctors", "a drone hit")
    total = find_home(record, "monitor", "24 people", kind="casualties")
    assert len({shelling, again, drone, total}) == 4
    assert find_home(record, "ormland", "drone attacked") == drone
    assert find_home(record, "agency", "Shells kill 12") == shelling  # the headline, though it gives no day


def test_meeting_a_capture_and_its_denial_are_one_incident(record):
    home = find_home(record, "tarsian", "captured the village")
    assert find_home(record, "ormland", "Sandby had been captured") == home
