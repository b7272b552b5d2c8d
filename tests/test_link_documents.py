"""What ties the claims of one report to one another and to those of others, and what keeps them apart."""

from link_fakes import PACK, killed, make_claim, make_document, make_place

from sijill.link import link_claims
from sijill.model import PlaceRef, When, replace

DAILY = make_document("one", publisher="daily")
HERALD = make_document("two", published="2020-05-03", publisher="herald")
UNDATED = make_document("letter", published=None)


def link(claims, documents=(DAILY, HERALD, UNDATED)):
    linked, incidents = link_claims(claims, documents, PACK)
    homes = {claim.id: claim.incident for claim in linked}
    return [homes[claim.id] for claim in claims], {incident.id: incident for incident in incidents}


def put_on_some_day_of(claim, first, last):
    """The claim dated only by the days that its report speaks of."""
    return replace(claim, when=When(start=first, end=last, precision="interval", anchor="narrative"))


def put_on_report_day(claim):
    """The claim dated only by the day of its report."""
    return replace(
        claim, when=When(start="2020-05-03", end="2020-05-03", precision="day", anchor="publication")
    )


# two claims of one undated report, whether they are one incident, and why
RETOLD = [
    (dict(kind="displacement", by="red-army", place=(make_place("land", "destination"),)),
     dict(kind="displacement", by="red-army", place=(make_place("land", "destination"),)),
     True, "soldiers fled into the land, told in the headline and again in the text"),
    (dict(kind="displacement", by="red-army", place=(make_place("land", "destination"),)),
     dict(kind="displacement", by="red-army", place="land"),
     True, "and once as a refuge found in the land"),
    (dict(kind="displacement", by="red-army", place=(make_place("land", "destination"),)),
     dict(kind="displacement", by="blue-front", place=(make_place("land", "destination"),)),
     False, "others fled there too"),
    (dict(kind="air_strike", by="red-army"), dict(kind="air_strike", by="red-army", place="belwick"),
     False, "another town"),
]  # fmt: skip


def test_link_an_undated_report_tells_a_thing_again():
    for one, other, same, why in RETOLD:
        claims = [
            make_claim(document=UNDATED, at=at, day=None, **row) for at, row in ((10, one), (900, other))
        ]
        homes, _ = link(claims)
        assert (homes[0] == homes[1]) is same, why


def test_link_an_unplaced_claim_happens_where_its_report_is_set():
    """A report all about Alton says that the army pulled out: it is Alton that the army left."""
    setting = [
        make_claim("capture", HERALD, 10, by="blue-front"),
        make_claim("held", HERALD, 300, by="blue-front"),
    ]
    bare = make_claim("withdrawal", HERALD, 2000, by="red-army", place=None)
    told = make_claim("withdrawal", DAILY, by="red-army")
    homes, _ = link([told, bare, *setting])
    assert homes[0] == homes[1]
    homes, _ = link([told, bare])
    assert homes[0] != homes[1], "a report that names no place has no setting"
    homes, _ = link([replace(told, actors=()), bare, *setting])
    assert homes[0] != homes[1], "nor is it enough where nobody says who left"


def test_link_a_plain_word_is_no_place_in_common():
    """The market of one report is not the market of another."""
    claims = [make_claim("air_strike", where, by="red-army", place="the market") for where in (DAILY, HERALD)]
    homes, incidents = link(claims)
    assert homes[0] != homes[1]
    titles = {incident.title for incident in incidents.values()}
    assert titles == {"Air strike in an unnamed place by Red Army, 1 May 2020, reported by 1 origin"}


def test_link_a_day_that_nobody_gave_is_no_total():
    """Some day of those that the report speaks of is doubt, not a toll over three days."""
    doubt = put_on_some_day_of(make_claim("shelling", DAILY, by="red-army"), "2020-04-29", "2020-05-01")
    _, incidents = link([doubt])
    assert [incident.roll_up for incident in incidents.values()] == [False]


def test_link_an_undecided_day_is_no_second_witness():
    """An attack of 29 April or 1 May fits both: it joins neither, unless its own report tells of one."""
    first = make_claim("ground_attack", DAILY, 10, day="2020-04-28", by="blue-front")
    second = make_claim("ground_attack", DAILY, 500, by="blue-front")
    loose = put_on_some_day_of(
        make_claim("ground_attack", HERALD, by="blue-front"), "2020-04-28", "2020-05-01"
    )
    homes, _ = link([first, second, loose])
    assert len(set(homes)) == 3
    homes, _ = link([replace(first, document=loose.document, start=90, end=120), second, loose])
    assert homes[0] == homes[2] != homes[1]


def test_link_the_day_of_a_report_may_be_the_day_after():
    """A report of the 3rd that gives no day and one that says the 2nd are one event; two given days are not."""
    dated = make_claim("capture", DAILY, day="2020-05-02", by="blue-front")
    told = make_claim("capture", HERALD, day="2020-05-03", by="blue-league")
    assert len(set(link([dated, put_on_report_day(told)])[0])) == 1
    assert len(set(link([dated, told])[0])) == 2


def test_link_tolls_of_different_people_are_two():
    """The dead of the one side and of the other, in one battle of one day."""
    claims = [
        make_claim("casualties", DAILY, 10, on="red-army", figures=(killed(35, None),)),
        make_claim("casualties", DAILY, 90, on="blue-front", figures=(killed(80, None, side="blue"),)),
    ]
    homes, _ = link(claims)
    assert homes[0] != homes[1]


def test_link_a_total_of_one_sides_dead_covers_none_of_the_others():
    total = killed(140, 140, scope="cumulative")
    claims = [
        make_claim(
            "casualties", DAILY, 10, day="2020-04-29", until="2020-05-01", on="red-army", figures=(total,)
        ),
        make_claim("casualties", HERALD, 10, on="red-army", figures=(killed(40, 40),)),
        make_claim("casualties", HERALD, 90, on="blue-front", figures=(killed(30, 30, side="blue"),)),
    ]
    homes, incidents = link(claims)
    covered = [one.incident for one in incidents[homes[0]].relations if one.type == "covers"]
    assert covered == [homes[1]]


def test_link_a_denial_denies_what_it_names():
    """That the quarter was entered is denied: of two reports, the one of the quarter, not that of the city."""
    city = make_claim("ground_attack", DAILY, 10, by="blue-front", place="corley")
    quarter = make_claim("ground_attack", HERALD, 10, by="blue-front", place="mill")
    denial = make_claim("ground_attack", DAILY, 90, stance="denies", speaker="red-voice", place="mill")
    homes, incidents = link([city, quarter, denial])
    assert homes[2] == homes[1] and incidents[homes[1]].status == "disputed"
    homes, _ = link([city, denial])
    assert homes[0] != homes[1], "an attack on the city is not denied by it"


def test_link_a_headline_and_a_source_named_twice_are_one_origin():
    """The agency's headline, "a military source" and then "the source": one voice."""
    claims = [
        make_claim("capture", DAILY, 0, by="red-army"),
        make_claim("capture", DAILY, 200, by="red-army", speaker="military source"),
        make_claim("capture", DAILY, 600, by="red-army", speaker="source"),
    ]
    homes, incidents = link(claims)
    assert len(set(homes)) == 1
    (incident,) = incidents.values()
    assert [origin.label for origin in incident.origins] == ["military source"]
    assert incident.grade == "single_source"
    elsewhere = replace(claims[2], document=replace(claims[2].document, id=HERALD.id, source=HERALD.source))
    assert [one.grade for one in link([claims[1], elsewhere])[1].values()] == ["corroborated"]


def test_link_a_reworded_copy_brings_no_second_unnamed_source():
    copy = make_document("copied", publisher="herald", copy_of="one")
    claims = [
        make_claim("capture", DAILY, quote="the army had regained all the positions it lost", speaker="red-voice"),
        make_claim("capture", copy, quote="it had regained all the positions it lost", speaker="source in the army"),
    ]  # fmt: skip
    _, incidents = link(claims, (DAILY, copy))
    assert [one.grade for one in incidents.values()] == ["single_source"]


AREA = PlaceRef(name="north of Alton", label="Area north of Alton", geometry={"type": "Polygon"})
PART = PlaceRef(name="the east", id="east", label="East of the capital")
# a claim → the start of its title, and why
TITLES = [
    (dict(kind="ground_attack", by="blue-front"), "Attack in Alton by Blue Front, 1 May 2020", "kind, place, doer, day"),
    (dict(kind="evacuation", by="blue-front", place=(make_place("alton", "origin"), make_place("corley", "destination"))),
     "Evacuation of Blue Front from Alton to Corley, 1 May 2020", "who moves is moved, and does not do it to others"),
    (dict(kind="displacement", by="blue-front", place=(make_place("corley", "destination"),)),
     "Displacement of Blue Front to Corley", "where it leads is enough"),
    (dict(kind="capture", by="blue-front", place="several areas"),
     "Capture of an unnamed place by Blue Front", "plain words are no name"),
    (dict(kind="air_strike", place=None), "Air strike at an unknown place", "unknown is said"),
    (dict(kind="agreement", by="red-army", place=None), "Agreement by Red Army", "talk needs no place"),
    (dict(kind="clash", place=(AREA,)),
     "Clash in an area north of Alton", "the label of an area reads on in the sentence"),
    (dict(kind="clash", place=(PART,)),
     "Clash in the east of the capital", "and so does a part of a place"),
]  # fmt: skip


def test_link_titles_read_as_calm_english():
    for row, expected, why in TITLES:
        _, incidents = link([make_claim(document=DAILY, **row)])
        (incident,) = incidents.values()
        assert incident.title.startswith(expected), (incident.title, why)
