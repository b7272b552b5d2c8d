"""A small invented gold for the tests of the measure: two reports, seven and three claims."""

import json

TEXT = (
    "Fighters of the River Brigade took the mill at Narbaya on Monday, the Valley Monitor said. "
    "At least 12 soldiers were killed in the assault. "
    "The army denied that the mill had fallen. "
    "Buses are to carry the wounded to Tel Osman on Thursday. "
    "If the talks fail the army could shell the bridge. "
    "Two tanks were destroyed near the grain silos, witnesses told this paper. "
    "The mill at Narbaya is now in the hands of the River Brigade, the Valley Monitor said again."
)
LATER = (
    "Rebels seized the mill of Narbaya two days ago, a resident said. "
    "The convoy reached Tel Osman on Thursday with 80 wounded people on board. "
    "Jets struck the bridge twice overnight. "
    "The weather in the valley has been mild for the season, and the almond trees are in flower. "
    "Traders in the town spoke of a good year for oil, and of the price of bread."
)


def claim(quote, kind, stance="asserts", speaker="publisher", text=TEXT, source="mill.txt", **more):
    start = text.index(quote)
    return {
        "document": {"source": source},
        "kind": kind,
        "stance": stance,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "speaker": {"name": speaker},
        **more,
    }


def day(start, end=None, basis="relative"):
    return {"start": start, "end": end or start, "basis": basis}


def names(*all_names):
    return [{"name": name} for name in all_names]


def killed(low, high=None, measure="killed"):
    return [{"measure": measure, "low": low, "high": high, "who": "soldiers", "qualifier": "at least"}]


CAPTURE = claim(
    "Fighters of the River Brigade took the mill at Narbaya on Monday",
    "capture",
    speaker="Valley Monitor",
    actors=names("River Brigade"),
    targets=names("army"),
    places=[{"name": "Narbaya", "role": "location"}, {"name": "the mill", "role": "location"}],
    when=day("2031-05-05"),
)
TOLL = claim(
    "At least 12 soldiers were killed in the assault",
    "casualties",
    figures=killed(12),
    when=day("2031-05-05"),
)
DENIAL = claim("denied that the mill had fallen", "capture", "denies", "The army", places=names("the mill"))
PLAN = claim(
    "Buses are to carry the wounded to Tel Osman on Thursday",
    "evacuation",
    "plans",
    places=[{"name": "Tel Osman", "role": "destination"}],
    when=day("2031-05-08"),
    alt_kinds=["displacement"],
    via=["the town radio"],  # annotators may write a bare name
)
THREAT = claim("the army could shell the bridge", "shelling", "hypothetical", actors=names("the army"))
TANKS = claim(
    "Two tanks were destroyed near the grain silos",
    "equipment_loss",
    speaker="witnesses",
    figures=killed(2, 2, "tanks"),
    optional=True,
)
HELD = claim("The mill at Narbaya is now in the hands of the River Brigade", "held", speaker="Valley Monitor")
MILL = [CAPTURE, TOLL, DENIAL, PLAN, THREAT, TANKS, HELD]
SEIZED = claim(
    "Rebels seized the mill of Narbaya two days ago",
    "capture",
    speaker="a resident",
    text=LATER,
    source="later.txt",
)
CONVOY = claim(
    "The convoy reached Tel Osman on Thursday with 80 wounded people on board",
    "evacuation",
    text=LATER,
    source="later.txt",
    figures=killed(80, 80, "evacuated"),
    when=day("2031-05-08", basis="published_est"),
)
JETS = claim("Jets struck the bridge twice overnight", "air_strike", text=LATER, source="later.txt")
GOLD = [*MILL, SEIZED, CONVOY, JETS]
INCIDENTS = [
    {"id": "mill-taken", "claims": [["mill", 0], ["mill", 2], ["mill", 6], ["later", 0]],
     "must_not_merge_with": [{"id": "mill-toll", "why": "a toll of its own"}]},
    {"id": "mill-toll", "claims": [["mill", 1]]},
    {"id": "convoy", "claims": [["mill", 3], ["later", 1]]},
    {"id": "bridge", "claims": [["mill", 4]], "must_not_merge_with": ["bridge-strike"]},
    {"id": "bridge-strike", "claims": [["later", 2]]},
    {"id": "tanks", "claims": [["mill", 5]]},
]  # fmt: skip
CONTROL = [
    {"place": "Narbaya", "date": "2031-05-06", "expected": "River Brigade", "confidence": "strong",
     "because": [["mill", 0]]},
    {"place": "Tel Osman", "date": "2031-05-06", "expected": "besieged:the government",
     "holder": "opposition", "also_accept": ["contested"], "because": [["mill", 3]]},
    {"place": "bridge", "date": "2031-05-06", "expected": "unknown", "confidence": "weak",
     "because": [["mill", 4]]},
    {"place": "silos", "date": "2031-05-08", "expected": "the government", "because": [["later", 1]]},
]  # fmt: skip


def moved(claim, start, end, **more):
    return {**claim, "start": claim["start"] + start, "end": claim["end"] + end, "quote": "", **more}


def write_gold(folder):
    """A gold folder in the shape that annotators keep: annotations, and what is said across them."""
    folder.mkdir()
    files = {
        "mill.json": {"document": "mill.txt", "published": "2031-05-06", "claims": MILL, "repeats": [[0, 6]]},
        "later.json": {
            "document": "later.txt",
            "published_est": "2031-05-09",
            "claims": [SEIZED, CONVOY, JETS],
        },
        "incidents.json": INCIDENTS,
        "control.json": CONTROL,
        "names.json": {"actors": []},
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    (folder / "mill.txt").write_text(TEXT)
    (folder / "later.txt").write_text(LATER)
    return folder
