"""The tour finds its stops by what the record holds, and says so where it holds none."""

from io import StringIO

from rich.console import Console

from sijill import tour
from sijill.model import (
    ActorRef,
    Claim,
    ControlReason,
    ControlState,
    Document,
    DocumentRef,
    ExtractorRef,
    Incident,
    Lineage,
    Origin,
    OriginFigure,
    Reconciled,
    Relation,
)


class FakeRecord:
    """The tables of a record, held in memory."""

    def __init__(self, documents=(), claims=(), incidents=(), figures=(), control=(), sides=None):
        self.tables = dict(
            documents=documents, claims=claims, incidents=incidents, figures=figures, control=control
        )
        self.manifest = {"sides": sides or {}}

    def __getattr__(self, name):
        return lambda: list(self.tables[name])


def make_claim(
    claim_id: str, quote: str, stance: str = "asserts", speaker: str = "publisher", document: str = "d-1"
) -> Claim:
    return Claim(
        id=claim_id,
        document=DocumentRef(
            id=document, source="one.txt", publisher="The North Post", published="2020-05-02"
        ),
        kind="capture",
        quote=quote,
        start=0,
        end=len(quote),
        speaker=ActorRef(name=speaker),
        extractor=ExtractorRef(name="test", version="0"),
        stance=stance,
    )


def make_figure(incident: str, status: str, *rows: tuple[str, float]) -> Reconciled:
    figures = tuple(
        OriginFigure(
            origin=origin, label=origin.title(), low=low, high=low, qualifier="exact", claim=f"c-{origin}"
        )
        for origin, low in rows
    )
    lows = [low for _, low in rows]
    return Reconciled(
        incident=incident,
        measure="killed",
        who="soldiers",
        low=min(lows),
        high=max(lows),
        best=None,
        status=status,
        figures=figures,
    )


def make_state(place: str, start: str, end: str, holder: str, **more) -> ControlState:
    reasons = (ControlReason(claim="c-1", weight=0.8, effect=1.5, what="captured"),)
    return ControlState(
        place_id=place.lower(),
        place=place,
        start=start,
        end=end,
        holder=holder,
        **{"series": "as_known", "probabilities": {holder: 0.9}, "reasons": reasons, **more},
    )


def print_tour(record: FakeRecord) -> str:
    out = StringIO()
    tour.show_tour(record, Console(file=out, width=200))
    return out.getvalue()


def test_tour_of_an_empty_record_says_that_every_stop_is_empty():
    text = print_tour(FakeRecord())
    for line in (
        "0 reports",
        "No two independent origins agree",
        "No figure of this record is disputed",
        "No report of this record copies another",
        "Nobody denies anything",
        "No plan of this record",
        "No report of this record gives a toll over several days",
        "No place of this record passes from one side to another",
    ):
        assert line in text


def test_find_agreement_prefers_many_reports_and_never_takes_a_disputed_figure():
    # Three voices in one report are worth less here than two voices in two.
    claims = {
        f"c-{origin}": make_claim(f"c-{origin}", "forty were killed", document=document)
        for origin, document in (("a", "d-1"), ("b", "d-1"), ("c", "d-1"), ("north", "d-2"), ("south", "d-3"))
    }
    together = make_figure("i-1", "agreed", ("a", 7), ("b", 7), ("c", 7))
    apart = make_figure("i-2", "agreed", ("north", 10), ("south", 10))
    rival = make_figure("i-3", "disputed", ("a", 1), ("north", 2), ("south", 4))
    assert tour.find_agreement([together, apart, rival], claims) is apart
    assert tour.find_dispute([together, apart, rival], claims) is rival
    assert tour.find_dispute([together, apart], claims) is None


def test_find_denial_prefers_an_incident_with_both_voices():
    claims = {
        claim.id: claim
        for claim in (make_claim("c-1", "took the mill"), make_claim("c-2", "never took the mill", "denies"))
    }
    only_denied = Incident(id="i-9", kind="capture", status="denied", title="Only denied", claims=("c-2",))
    both = Incident(id="i-1", kind="capture", status="disputed", title="Both voices", claims=("c-1", "c-2"))
    neither = Incident(id="i-2", kind="capture", status="reported", title="Not denied", claims=("c-1",))
    assert tour.find_denial([only_denied, both, neither], claims) is both
    assert tour.find_denial([neither], claims) is None


def test_find_denial_prefers_two_reports_to_one_that_contradicts_itself():
    rows = [
        make_claim("c-1", "took the mill"),
        make_claim("c-2", "never took the mill", "denies"),
        make_claim("c-3", "never took the ford", "denies", document="d-2"),
    ]
    claims = {claim.id: claim for claim in rows}
    within = Incident(id="i-9", kind="capture", status="disputed", title="One", claims=("c-1", "c-2"))
    between = Incident(id="i-1", kind="capture", status="disputed", title="Two", claims=("c-1", "c-3"))
    assert tour.find_denial([within, between], claims) is between


def test_find_plan_prefers_the_event_with_most_origins_and_needs_the_event_in_the_record():
    origins = tuple(Origin(id=f"o-{number}", label="") for number in range(3))
    small = Incident(id="i-1", kind="evacuation", status="reported", title="Small", origins=origins[:1])
    large = Incident(id="i-2", kind="evacuation", status="reported", title="Large", origins=origins)
    plans = [
        Incident(
            id=f"i-{number}",
            kind="evacuation",
            status="planned",
            title="Plan",
            relations=(Relation(type="plan_of", incident=event),),
        )
        for number, event in ((3, "i-1"), (4, "i-2"), (5, "i-77"))
    ]
    assert tour.find_plan([small, large, *plans]) == (plans[1], large)
    assert tour.find_plan([small, plans[2]]) is None


def test_find_turnover_needs_two_sides_and_prefers_direct_claims():
    steady = [make_state("Aby", "2020-05-01", "2020-05-04", "north_side")]
    # From a side to `contested` is not a change of hands.
    fought = [
        make_state("Bey", "2020-05-01", "2020-05-04", "north_side"),
        make_state("Bey", "2020-05-05", "2020-05-09", "contested"),
    ]
    taken = [
        make_state("Cey", "2020-05-01", "2020-05-04", "north_side"),
        make_state("Cey", "2020-05-05", "2020-05-09", "south_side"),
    ]
    inferred = [
        make_state("Dey", "2020-05-01", "2020-05-04", "north_side", inferred_from="area"),
        make_state("Dey", "2020-05-05", "2020-05-09", "south_side", inferred_from="area"),
    ]
    hindsight = [
        make_state("Eey", "2020-05-01", "2020-05-04", "north_side", series="retrospective"),
        make_state("Eey", "2020-05-05", "2020-05-09", "south_side", series="retrospective"),
    ]
    assert tour.find_turnover([*steady, *fought, *hindsight]) == []
    assert tour.find_turnover([*inferred, *reversed(taken)]) == taken
    assert tour.find_turnover([*steady, *inferred]) == inferred


def test_tour_prints_quotes_speakers_and_sides_from_the_record():
    documents = [
        Document(id="d-1", content_hash="1", source="one.txt", text="", publisher="The North Post"),
        Document(
            id="d-2",
            content_hash="2",
            source="two.txt",
            text="",
            publisher="South Echo",
            copy_of=(Lineage(document="d-1", relation="same_text", similarity=0.97),),
            flags=("undated",),
        ),
    ]
    claims = [
        make_claim("c-1", "took the\n mill [east wing]", speaker="a spokesman"),
        make_claim("c-2", "never took the mill", "denies"),
    ]
    toll = make_figure("i-2", "single_source", ("north", 140))
    incidents = [
        Incident(
            id="i-1",
            kind="capture",
            status="disputed",
            title="Capture of the mill",
            claims=("c-1", "c-2"),
            origins=(Origin(id="o-1", label="North"),),
        ),
        Incident(
            id="i-2",
            kind="casualties",
            status="reported",
            title="A toll over three days",
            roll_up=True,
            relations=(Relation(type="covers", incident="i-1"),),
        ),
    ]
    states = [
        make_state("Mill", "2020-05-01", "2020-05-04", "north_side"),
        make_state("Mill", "2020-05-05", "2020-05-09", "south_side"),
    ]
    text = print_tour(
        FakeRecord(documents, claims, incidents, [toll], states, {"south_side": "The southern army"})
    )
    assert "South Echo, date not known: the same text as The North Post (similarity 0.97)" in text
    assert "“took the mill [east wing]” — a spokesman, The North Post, 2 May 2020" in text
    assert "Denied: “never took the mill”" in text
    assert "covers: Capture of the mill" in text
    assert "Killed: soldiers, 140 (North)" in text
    assert "5–9 May 2020: held by The southern army (probability 0.90)" in text
    assert "undated" in text
