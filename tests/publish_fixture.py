"""A small record in memory, with everything in it that a page must show honestly."""

from publish_makers import (
    ATTACK,
    NORTH,
    SIDES,
    SOUTH,
    FakeRecord,
    at,
    figure_of,
    make_incident,
    on,
    origin,
    state,
)
from publish_reports import build_reports

from sijill.model import ActorRef, ControlReason, Relation, Unread


def build_fake():
    """The whole invented record: agreement, dispute, copy, denial, plan, roll-up, relative place, undated,
    unplaced."""
    r = build_reports()
    o_venn = origin("Radu Venn", [r.took, r.took_copy, r.killed], NORTH, copies=(r.copy.id,))
    o_command = origin("Southern command", [r.denied, r.lost, r.old], SOUTH)
    o_sarraf, o_wire = (
        origin("Amal Sarraf", [r.bombed]),
        origin("Lowland Wire", [r.shelled, r.attack, r.talks]),
    )
    o_gazette, o_ar = origin("The Coastal Gazette", [r.hold, r.toll]), origin("مصادر محلية", [r.shell_ar])
    o_undated = origin("an outlet not named", [r.towns, r.struck])
    mill = make_incident(
        1,
        "capture",
        "Northern army reported to take Mill Quarter",
        [r.took, r.took_copy, r.denied, r.killed, r.lost],
        [o_venn, o_command],
        status="disputed",
        grade="contested",
        when=r.took.when,
        place=at("mill"),
        actors=(r.north,),
        targets=(r.south,),
        evidence=("same place, same day", "the denial names the same quarter, according to Amal Sarraf"),
        relations=(Relation(type="denies", incident="i-0003", why="test of a tie"),),
    )
    harbour = make_incident(
        2,
        "shelling",
        "Shelling at Saint Ode Hospital",
        [r.shelled, r.shell_ar],
        [o_wire, o_ar],
        when=on("2031-05-04"),
        place=at("clinic"),
        grade="fair",
        targets=(ActorRef(name="civilians"),),
    )
    market = make_incident(
        3,
        "air_strike",
        "Air strike on a market, Kiln Street",
        [r.bombed],
        [o_sarraf],
        when=on("2031-05-03"),
        place=at("kiln"),
    )
    tarn = make_incident(
        4,
        "shelling",
        f"Shelling of Tarn {ATTACK}",
        [r.attack],
        [o_wire],
        when=on("2031-05-02"),
        place=at("tarn"),
    )
    plan = make_incident(
        5,
        "negotiation",
        "Talks at Ostrel",
        [r.talks],
        [o_wire],
        status="planned",
        when=on("2031-05-09"),
        place=at("ostrel"),
    )
    held = make_incident(
        6,
        "held",
        "Southern army said to hold villages",
        [r.hold],
        [o_gazette],
        when=on("2031-05-06"),
        place=r.southwest,
        actors=(r.south,),
    )
    roll = make_incident(
        7,
        "casualties",
        "Toll over four days",
        [r.toll],
        [o_gazette],
        when=r.toll.when,
        roll_up=True,
        place=at("lower-ley", 3),
        relations=(
            Relation(type="covers", incident="i-0001", why="its days include this one"),
            Relation(type="covers", incident="i-0003"),
        ),
    )
    lost_towns = make_incident(8, "capture", "Towns near the river seized", [r.towns], [o_undated])
    strikes = make_incident(9, "air_strike", "Two air strikes", [r.struck], [o_undated])
    said = make_incident(
        10,
        "statement",
        "Statement",
        [r.false],
        [],
        when=on("2031-05-05"),
        status="denied",
        place=at("dunmarch"),
    )
    past = make_incident(
        11, "casualties", "Toll of an earlier year", [r.old], [o_command], background=True, when=r.old.when
    )
    figures = [
        figure_of(
            mill,
            "killed",
            "Southern fighters",
            [
                (o_venn, 12, None, "at least", r.killed, "enemy_losses"),
                (o_command, 3, 3, "three", r.lost, "own_losses"),
            ],
            low=3,
            high=12,
        ),
        figure_of(
            harbour,
            "killed",
            "people",
            [(o_ar, 3, 3, "exact", r.shell_ar, None)],
            low=3,
            high=3,
            status="single_source",
        ),
        figure_of(
            roll,
            "killed",
            "people",
            [(o_gazette, 155, 155, "exact", r.toll, None)],
            155,
            155,
            "single_source",
        ),
        figure_of(
            strikes, "strikes", None, [(o_undated, 2, 2, "exact", r.struck, None)], 2, 2, "single_source"
        ),
    ]
    quarters = [
        ("mill", "Mill Quarter"),
        ("harbour", "Harbour Quarter"),
        ("orchard", "Orchard Quarter"),
        ("kiln", "Kiln Street"),
    ]
    control = []
    for series in ("as_known", "retrospective"):
        for number, (place, name) in enumerate(quarters):
            control += [
                state(
                    place,
                    name,
                    "2031-04-20",
                    "2031-05-03",
                    series,
                    SOUTH,
                    0.93,
                    besieged_by=NORTH if number == 1 else None,
                ),
                state(
                    place,
                    name,
                    "2031-05-04",
                    "2031-05-07",
                    series,
                    ("contested", "divided", SOUTH, "unknown")[number],
                    0.66,
                    share={NORTH: 0.7, SOUTH: 0.3} if number == 1 else {},
                    reasons=(
                        ControlReason(
                            claim=r.took.id, weight=0.8, effect=1.4, what="says that it was captured"
                        ),
                        ControlReason(claim=r.denied.id, weight=0.4, effect=-0.6, what="denies the capture"),
                    ),
                ),
                state(
                    place,
                    name,
                    "2031-05-08",
                    "2031-07-30",
                    series,
                    (NORTH, "unknown", SOUTH, "unknown")[number],
                    0.81,
                ),
            ]
        control.append(
            state(
                "tarn",
                "Tarn",
                "2031-05-02",
                "2031-07-30",
                series,
                SOUTH,
                0.7,
                inferred_from="lower-ley",
                lat=36.55,
                lon=41.62,
            )
        )
        control.append(state("nowhere", "Nowhere Farm", "2031-05-02", "2031-07-30", series, NORTH, 0.7))
    return FakeRecord(
        [r.wire, r.copy, r.rival, r.undated, r.arabic],
        r.claims,
        [mill, harbour, market, tarn, plan, held, roll, lost_towns, strikes, said, past],
        figures,
        control,
        unread=[
            Unread(source="/home/someone/inbox/broken.txt", problem="the file is empty", remedy="remove it")
        ],
        manifest={
            "version": 3,
            "built": "2031-05-08T10:00:00Z",
            "pack": {"name": "invented", "digest": "ab12"},
            "sides": SIDES,
            "inputs": ["/home/someone/inbox"],
            "folder": "/home/someone/record",
        },
    )
