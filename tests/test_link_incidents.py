from link_fakes import PACK, FakePack, killed, make_claim, make_document, make_place

from sijill.link import GRADES, Lookup, Origins, link_claims
from sijill.link.facets import read_facets
from sijill.link.versions import list_versions
from sijill.model import Repeat

SIDES = ("red-army", "blue-front")
DAILY = make_document("one", publisher="daily")
HERALD = make_document("two", published="2020-05-03", publisher="herald")
SHEET = make_document("three", published="2020-05-03", publisher=None)


def group_ids(claims, documents=(DAILY, HERALD, SHEET), **options):
    linked, incidents = link_claims(claims, documents, PACK, **options)
    return [
        claim.incident for claim in sorted(linked, key=lambda one: [c.id for c in claims].index(one.id))
    ], {incident.id: incident for incident in incidents}


# one claim, another, whether they are one incident, and why
PAIRS = [
    (dict(kind="air_strike", by="red-army"), dict(kind="air_strike", by="red-guard"),
     True, "one side, day, town"),
    (dict(kind="air_strike"), dict(kind="air_strike", day="2020-05-05"),
     False, "four days apart"),
    (dict(kind="capture", by="blue-front"), dict(kind="capture", place="belwick"),
     False, "sibling towns"),
    (dict(kind="shelling", by="red-army"), dict(kind="shelling", by="blue-front"),
     False, "opposite shooters"),
    (dict(kind="clash", by="red-army", on="blue-front"), dict(kind="clash", by="blue-all", on="red-army"),
     True, "a clash has no first party"),
    (dict(kind="air_strike", day=None), dict(kind="air_strike", day=None),
     False, "undated, recurring"),
    (dict(kind="agreement", day=None), dict(kind="agreement", day=None),
     True, "one-off, same town, same week"),
    (dict(kind="air_strike", place=None), dict(kind="air_strike", place=None),
     False, "unplaced: kind and day only"),
    (dict(kind="statement"), dict(kind="statement"),
     False, "what people say is no event in common"),
    (dict(kind="clash", by="blue-front"), dict(kind="ground_attack", by="blue-front"),
     True, "clashes in a town, and the attack on it"),
    (dict(kind="clash", place="corley"), dict(kind="ground_attack", by="blue-front", place="corley"),
     False, "clashes somewhere in a city need not be those of the attack that another report tells of"),
    (dict(kind="clash"), dict(kind="clash", day="2020-04-29", until="2020-05-02"),
     False, "a day, a campaign"),
    (dict(kind="capture", place="corley"), dict(kind="capture", place="mill"),
     False, "a quarter is not the city"),
    (dict(kind="air_strike"), dict(kind="ceasefire"),
     False, "kinds that have nothing to do with each other"),
    (dict(kind="air_strike", by="red-army"),
     dict(kind="casualties", by="red-army", figures=(killed(3, 3, "civilians"),)),
     True, "the dead of a strike belong to it"),
    (dict(kind="air_strike", by="red-army"), dict(kind="casualties", figures=(killed(3, 3, "civilians"),)),
     False, "a toll told elsewhere, with no doer, may be of anything that day"),
    (dict(kind="ground_attack", by="red-army", on="blue-front"), dict(kind="casualties", on="blue-front"),
     False, "the toll of a day's fighting is its own"),
    (dict(kind="evacuation", stance="plans"), dict(kind="evacuation"),
     False, "a plan is not the event"),
]  # fmt: skip


def test_link_pairs():
    for one, other, same, why in PAIRS:
        claims = [make_claim(document=DAILY, at=10, **one), make_claim(document=HERALD, at=20, **other)]
        homes, _ = group_ids(claims)
        assert (homes[0] == homes[1]) is same, why


def test_link_blame_disputed_is_one_incident_with_both_versions():
    """Each side says that the other struck: one strike, two rival accounts, not two strikes."""
    claims = [
        make_claim("shelling", DAILY, by="red-army", speaker="blue-voice"),
        make_claim("shelling", HERALD, by="blue-front", speaker="red-voice"),
    ]
    homes, incidents = group_ids(claims)
    assert homes[0] == homes[1]
    incident = incidents[homes[0]]
    assert {actor.id for actor in incident.actors} == {"red-army", "blue-front"}
    assert incident.title.startswith(
        "Shelling in Alton (blame disputed) by Red Army or Blue Front, 1 May 2020"
    )


def test_link_rival_cause_is_the_same_event():
    """It was no air strike, says the army, the house was mined: one blast, two accounts of it."""
    claims = [
        make_claim("air_strike", DAILY, 10, by="green-band", speaker="local officials", place="mill"),
        make_claim("bombing", DAILY, 90, by="blue-front", speaker="red-voice", place="mill"),
    ]
    homes, _ = group_ids(claims)
    assert homes[0] != homes[1], "opposite doers, and nobody denies anything"
    denial = make_claim("air_strike", DAILY, 140, speaker="red-voice", stance="denies", place="mill")
    homes, incidents = group_ids([*claims, denial])
    assert len(set(homes)) == 1
    assert incidents[homes[0]].status == "disputed"


def test_link_who_only_counts_the_dead_does_not_say_how_they_died():
    strike = make_claim("air_strike", DAILY, 10, by="red-army")
    toll = make_claim("casualties", DAILY, 90, speaker="monitor", figures=(killed(3, 3, ""),))
    homes, incidents = group_ids([strike, toll])
    assert homes[0] == homes[1]
    assert incidents[homes[0]].grade == "single_source"


def test_link_counts_origins_not_outlets():
    """Two outlets that quote one monitor, by its name and by its head's, are one origin."""
    claims = [
        make_claim("air_strike", DAILY, speaker="monitor"),
        make_claim("air_strike", HERALD, speaker="monitor-head"),
    ]
    homes, incidents = group_ids(claims)
    incident = incidents[homes[0]]
    assert homes[0] == homes[1]
    assert [origin.label for origin in incident.origins] == ["Land Monitor"]
    assert incident.grade == "single_source"


def test_link_grades():
    """The grade follows who says it: one party, independent outlets, or both parties."""
    rows = [
        (["daily"], "single_source"),
        (["blue-voice", "blue-league"], "one_side"),
        (["publisher", "monitor"], "corroborated"),
        (["blue-voice", "red-voice"], "opposed_sides_agree"),
        (["local residents", "publisher"], "corroborated"),
    ]
    for speakers, grade in rows:
        claims = [
            make_claim("capture", document, by="blue-front", speaker=speaker)
            for document, speaker in zip((DAILY, HERALD), speakers, strict=False)
        ]
        homes, incidents = group_ids(claims)
        assert len(set(homes)) == 1
        assert incidents[homes[0]].grade == grade
        assert grade in GRADES


def test_link_copy_adds_no_origin():
    copy = make_document("copied", published="2020-05-04", copy_of="one")
    quote = "Warplanes struck the market of Alton twice before noon"
    claims = [make_claim("air_strike", DAILY, quote=quote), make_claim("air_strike", copy, quote=quote)]
    homes, incidents = group_ids(claims, documents=(DAILY, copy))
    incident = incidents[homes[0]]
    assert homes[0] == homes[1]
    assert incident.grade == "single_source"
    assert incident.origins[0].copies == (copy.id,)


def test_link_repeated_passage_is_told_once():
    """A lead that the body says again in other words: one claim stands, the other points at it."""
    document = make_document("long", repeats=(Repeat(start=500, end=700, of_start=0, of_end=200),))
    first = make_claim("capture", document, 10, quote="fighters seized Alton on Friday", by="blue-front")
    again = make_claim("capture", document, 510, quote="Alton was seized by fighters Friday", by="blue-front")
    linked, incidents = link_claims([again, first], [document], PACK)
    repeats = {claim.id: claim.repeats for claim in linked}
    assert repeats == {first.id: None, again.id: first.id}
    assert [incident.claims for incident in incidents] == [(first.id, again.id)]


def test_link_wide_place_is_no_second_witness():
    """The operation "in the valley" fits two attacks in it that exclude each other: it joins neither."""
    claims = [
        make_claim("ground_attack", DAILY, 10, by="red-army", place="alton"),
        make_claim("ground_attack", DAILY, 50, by="red-army", place="belwick"),
        make_claim("ground_attack", HERALD, 10, by="red-army", place="valley"),
    ]
    homes, _ = group_ids(claims)
    assert len(set(homes)) == 3
    homes, _ = group_ids([claims[0], claims[2]])
    assert homes[0] == homes[1], "with one attack there, it is that one"


def test_link_same_words_put_to_two_speakers_are_one_saying():
    """A rewrite that gives the commander's words to the monitor makes no second witness; two joint speakers do."""
    words = "our forces took control of the whole of Alton"
    said = make_claim("capture", DAILY, 10, quote=words, speaker="blue-voice")
    again = make_claim("capture", DAILY, 400, quote=words, speaker="monitor")
    _, incidents = link_claims([said, again], [DAILY], PACK)
    assert [(one.grade, len(one.claims)) for one in incidents] == [("single_source", 2)]
    joint = make_claim("capture", DAILY, 10, quote=words, speaker="monitor")
    _, incidents = link_claims([said, joint], [DAILY], PACK)
    assert [one.grade for one in incidents] == ["corroborated"]


def test_link_denial_joins_what_it_denies():
    told = make_claim("ceasefire", DAILY, 10, by="red-army", speaker="red-voice")
    denied = make_claim("ceasefire", DAILY, 90, stance="denies", speaker="local residents", place="valley")
    linked, incidents = link_claims([denied, told], [DAILY], PACK)
    assert len(incidents) == 1
    assert incidents[0].status == "disputed"
    assert incidents[0].grade == "single_source"
    assert next(claim.about for claim in linked if claim.id == denied.id) == told.id


def test_link_denial_of_the_town_is_not_of_its_quarter():
    """That the city fell is denied; that its quarter was entered is not."""
    quarter = make_claim("capture", DAILY, 10, by="blue-front", place="mill")
    denial = make_claim("capture", HERALD, 10, by="blue-front", place="corley", stance="denies")
    homes, incidents = group_ids([quarter, denial])
    assert homes[0] != homes[1]
    assert incidents[homes[1]].status == "denied"
    assert incidents[homes[1]].grade == "not_asserted"


def test_link_roll_up_covers_and_never_merges():
    """More than 40 in one attack, 50 in the first day, 150 over three days: three incidents, one covers."""
    total = killed(150, 150, scope="cumulative")
    first = killed(50, 50, scope="cumulative")
    claims = [
        make_claim("casualties", DAILY, 10, place="corley", on="red-army", figures=(killed(40, None),)),
        make_claim(
            "casualties", HERALD, 20, day="2020-04-29", until="2020-04-30", place="mill", on="red-army",
            figures=(first,),
        ),
        make_claim(
            "casualties", DAILY, 30, day="2020-04-29", until="2020-05-01", place="corley", on="red-army",
            figures=(total,),
        ),
    ]  # fmt: skip
    homes, incidents = group_ids(claims)
    assert len(set(homes)) == 3
    whole = incidents[homes[2]]
    assert whole.roll_up
    covered = {relation.incident for relation in whole.relations if relation.type == "covers"}
    assert covered == {homes[0], homes[1]}


def test_link_a_total_covers_an_unplaced_toll_of_its_own_report():
    """“48 in this attack … 155 over the three days”, with a place for the total alone; another report's toll needs one."""
    total = make_claim(
        "casualties", DAILY, 30, day="2020-04-29", until="2020-05-01", place="corley", on="red-army",
        figures=(killed(155, 155, scope="cumulative"),),
    )  # fmt: skip
    for document, expected in ((DAILY, True), (HERALD, False)):
        part = make_claim("casualties", document, 10, place=None, on="red-army", figures=(killed(48, None),))
        homes, incidents = group_ids([part, total])
        covered = {one.incident for one in incidents[homes[1]].relations if one.type == "covers"}
        assert (homes[0] in covered) is expected


def test_link_one_voice_that_names_two_holders_tells_two_facts():
    """“X holds most of the city; Y has positions in it” is no rivalry; two voices on one place are rivals."""
    one = make_claim("held", DAILY, 10, place="corley", by="red-army", speaker="monitor")
    other = make_claim("held", DAILY, 60, place="corley", by="blue-front", speaker="monitor")
    homes, incidents = group_ids([one, other])
    assert homes[0] != homes[1]
    assert [actor.id for actor in incidents[homes[1]].actors] == ["blue-front"]
    rival = make_claim("held", HERALD, 10, place="corley", by="blue-front", speaker="blue-voice")
    homes, _ = group_ids([one, rival])
    assert homes[0] == homes[1]


def test_link_titles_say_who_was_displaced_and_no_place_twice():
    claim = make_claim("displacement", DAILY, by="red-army", on="blue-front", place=("mill", "corley"))
    homes, incidents = group_ids([claim])
    title = incidents[homes[0]].title
    assert title.startswith("Displacement of Blue Front in Mill quarter by Red Army, 1 May 2020")


def test_link_plan_points_at_its_event():
    plan = make_claim(
        "evacuation", DAILY, day=None, stance="plans", place=(make_place("alton", "origin"),
        make_place("corley", "destination")),
    )  # fmt: skip
    event = make_claim(
        "evacuation", HERALD, day="2020-05-03",
        place=(make_place("alton", "origin"), make_place("corley", "destination")),
    )  # fmt: skip
    other = make_claim("evacuation", HERALD, 80, day="2020-05-03", place=(make_place("belwick", "origin"),))
    homes, incidents = group_ids([plan, event, other])
    assert len(set(homes)) == 3
    assert [(one.type, one.incident) for one in incidents[homes[0]].relations] == [("plan_of", homes[1])]
    assert incidents[homes[0]].status == "planned"


def test_link_repulse_is_the_outcome_of_the_attack():
    attack = make_claim("ground_attack", DAILY, 10, by="blue-front", on="red-army")
    repelled = make_claim("repelled_attack", DAILY, 50, by="red-army", on="blue-front")
    homes, incidents = group_ids([attack, repelled])
    assert [(one.type, one.incident) for one in incidents[homes[1]].relations] == [("outcome_of", homes[0])]


def test_link_title_is_neutral():
    """A loaded name as written never reaches the title; the canonical name does."""
    claim = make_claim("capture", DAILY, by="blue-front", extent="part")
    _, incidents = link_claims([claim], [DAILY], PACK)
    assert incidents[0].title == "Capture of Alton (part) by Blue Front, 1 May 2020, reported by 1 origin"
    loaded = make_claim("capture", DAILY, by="the murderous bandits")
    _, incidents = link_claims([loaded], [DAILY], PACK)
    assert incidents[0].title == "Capture of Alton, 1 May 2020, reported by 1 origin"


def test_link_unnamed_sources_of_two_outlets_are_two_origins_and_of_a_copy_one():
    copy = make_document("copied", copy_of="one")
    for document, count in ((HERALD, 2), (copy, 1)):
        claims = [
            make_claim("air_strike", where, quote="residents said jets hit Alton", speaker="local residents")
            for where in (DAILY, document)
        ]
        _, incidents = link_claims(claims, [DAILY, document], PACK)
        assert [len(incident.origins) for incident in incidents] == [count]


def test_link_allies_are_not_opposed():
    """Two allied states that agree do not make opposed sides agree."""
    pack = FakePack()
    pack.sides[2].allied_with = ("red",)
    try:
        claims = [
            make_claim("capture", DAILY, by="red-army", speaker="red-voice"),
            make_claim("capture", HERALD, by="red-army", speaker="green-band"),
        ]
        _, incidents = link_claims(claims, [DAILY, HERALD], pack)
        assert [incident.grade for incident in incidents] == ["one_side"]
    finally:
        pack.sides[2].allied_with = ()


def test_link_title_says_how_many_name_the_culprit():
    """One of three origins says who bombed: the other two are not made to say so."""
    told = [
        make_claim("air_strike", DAILY, by="red-army", speaker="monitor"),
        make_claim("air_strike", HERALD),
        make_claim("air_strike", SHEET),
    ]
    _, incidents = group_ids(told)
    (incident,) = incidents.values()
    assert incident.title == (
        "Air strike in Alton by Red Army (named by 1 of 3 origins), 1 May 2020, reported by 3 origins"
    )
    _, incidents = group_ids([make_claim(one.kind, paper, by="red-army") for one, paper in
                              zip(told, (DAILY, HERALD, SHEET), strict=True)])  # fmt: skip
    (incident,) = incidents.values()
    assert "named by" not in incident.title


def test_incidents_rival_holders_bear_nobody_out():
    """Two papers say that two sides hold the town: one incident, told as disputed, and corroborated by nobody."""
    red = make_claim("held", DAILY, by="red-army", day="2020-05-01")
    blue = make_claim("held", HERALD, by="blue-front", day="2020-05-01")
    _, incidents = link_claims([red, blue], (DAILY, HERALD), PACK)
    (held,) = [one for one in incidents if one.kind == "held"]
    assert held.grade == "single_source" and "(holder disputed) by Red Army or Blue Front" in held.title
    _, incidents = link_claims(
        [red, make_claim("held", HERALD, by="red-army", day="2020-05-01")], (DAILY, HERALD), PACK
    )
    assert [one.grade for one in incidents] == ["corroborated"] and "disputed" not in incidents[0].title


def test_incidents_who_lets_prisoners_go_hands_over_no_ground():
    freed = make_claim(
        "handover", DAILY, by="red-army", day="2020-05-01", quote="the army released 15 detainees"
    )
    _, incidents = link_claims([freed], (DAILY, HERALD), PACK)
    assert incidents[0].title.startswith("Release of people in Alton")


def test_incidents_one_origin_has_one_version():
    def count(*papers):
        origins = Origins(papers, Lookup(PACK))
        claims = [
            make_claim("held", paper, 60 * at, by=by)
            for at, (paper, by) in enumerate(zip(papers, SIDES, strict=True))
        ]
        return len(list_versions("held", [read_facets(claim, origins) for claim in claims]))

    assert (count(DAILY, DAILY), count(DAILY, HERALD)) == (1, 2)
