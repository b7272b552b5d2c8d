"""Rows for the day of a claim: a report of our own, and the days that its claim must have."""

import pytest
from test_extract_grammar import claims_of, find_claim

PUBLISHED = "2018-04-20"  # a Friday

DAYS = [
    # the day on which it was told, where no other is given
    ("On Tuesday the group claimed that it had driven the army out of Ardun.", "capture", "2018-04-17", "2018-04-17"),
    ("Fighters had seized the dam, a spokesman said in a statement on Wednesday.", "capture", "2018-04-18", "2018-04-18"),
    # but a day of its own comes first
    ("The ministry said on Thursday that rebels had captured Ardun on Monday.", "capture", "2018-04-16", "2018-04-16"),
    # days on end
    ("Gunmen attacked the base late on Tuesday and early on Wednesday.", "ground_attack", "2018-04-17", "2018-04-18"),
    # how long a fight took says nothing of the day
    ("Rebels attacked the base on Monday. They fought the garrison for two hours.", "ground_attack", "2018-04-16", "2018-04-16"),
    # a stretch of the past is counted back, though a plan stands in the same sentence
    ("In a push to break the siege the army captured ten villages over three days.", "capture", "2018-04-18", "2018-04-20"),
    # what stands in a relative clause of its own stands now
    ("The army moved on April 3 to retake the province, which is still held by rebels.", "held", "2018-04-20", "2018-04-20"),
    # a plan with an end begins now
    ("The governor vowed that the town would be captured by the end of 2018.", "capture", "2018-04-20", "2018-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "start", "end"), DAYS)
def test_days_of_a_claim(text, kind, start, end):
    when = find_claim(text, kind, published=PUBLISHED).when
    assert when is not None
    assert (when.start[:10], when.end[:10]) == (start, end)


def test_days_of_a_denial_are_not_those_of_what_it_denies():
    text = "On Thursday the ministry denied that its troops had captured the station in Ardun."
    claim = find_claim(text, "capture", published=PUBLISHED)
    assert claim.stance == "denies"
    assert claim.when is None or (claim.when.start[:10], claim.when.end[:10]) != ("2018-04-19", "2018-04-19")


def test_days_a_day_in_a_name_is_no_day():
    text = "On Monday the Ruvanian-backed M23 (March 23 Movement) launched an offensive against Ardun."
    assert find_claim(text, "ground_attack", published="2018-04-20").when.start == "2018-04-16"
    text = "On March 23 Ruvanian forces shelled Ardun."
    assert find_claim(text, "shelling", published="2018-04-20").when.start == "2018-03-23"


def test_days_one_toll_has_one_day():
    text = (
        "At least 20 militia fighters killed in Marval\n\n"
        "At least 20 militia fighters were killed in clashes in Marval on Thursday, medics said.\n\n"
        "In recent weeks strikes hit civilian targets, among them a wedding party on March 28 that killed 131 people."
    )
    claims = [c for c in claims_of(text) if any(f.low == 20 for f in c.figures)]
    assert len(claims) == 2 and {c.when.start for c in claims} == {"2018-04-19"}


def test_days_what_goes_on_all_the_while_has_no_day_of_the_story():
    text = (
        "Rebels shelled Marval on Monday.\n\n"
        "With the army regaining control of Ardun, analysts believe that the war is near its end."
    )
    taken = [c for c in claims_of(text) if c.kind == "capture"]
    assert taken and all(c.when is None for c in taken)
