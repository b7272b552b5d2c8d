"""Names in claims as a careful coder writes them: abbreviations kept, offices left out, whole names for surnames."""

from test_extract_grammar import claims_of, find_claim


def names(refs):
    return [ref.name for ref in refs]


def test_names_keep_the_abbreviation_beside_them():
    claim = find_claim("The Valley National Army (VNA) captured Ardun on Monday.", "capture")
    assert names(claim.actors) == ["Valley National Army (VNA)"]


def test_names_abbreviated_are_no_places():
    text = (
        "Fighting between the Valley National Army (VNA) and the Government of Hill Accord (GHA) went on. "
        "The GHA began an offensive against the VNA. Five VNA positions were hit."
    )
    claims = claims_of(text)
    assert {"clash", "ground_attack"} <= {c.kind for c in claims}
    assert not {"VNA", "GHA"} & {p.name for c in claims for p in c.places}
    clash = find_claim(text, "clash")
    assert names(clash.actors) == ["Valley National Army (VNA)"]
    assert names(clash.targets) == ["Government of Hill Accord (GHA)"]


def test_names_of_speakers_leave_the_office_out_and_keep_the_rank():
    text = "Defence Minister Samir Haddad said that the army had captured Ardun."
    assert find_claim(text, "capture").speaker.name == "Samir Haddad"
    text = "Brigadier General Samir Haddad said that the army had captured Ardun."
    assert find_claim(text, "capture").speaker.name == "Brigadier General Samir Haddad"


def test_names_of_agencies_leave_out_what_they_are():
    text = "The army captured Ardun, state news agency ARNA reported."
    assert find_claim(text, "capture").speaker.name == "ARNA"


def test_names_of_speakers_are_written_in_full():
    text = "Samir Haddad, a commander, spoke to reporters.\n\nRebels had captured Ardun, Haddad said."
    assert find_claim(text, "capture").speaker.name == "Samir Haddad"


def test_names_of_a_body_said_to_have_forces():
    text = "The Valley National Army said on Sunday that its forces had captured the base in Ardun."
    assert names(find_claim(text, "capture").actors) == ["Valley National Army"]


def test_names_of_towns_that_nobody_has_listed():
    for text, kind in (
        ("The army took Bogoro.", "capture"),
        ("Rebels shelled Bogoro on Monday.", "shelling"),
    ):
        assert names(find_claim(text, kind).places) == ["Bogoro"]


def test_names_behind_a_truce_are_not_where_it_holds():
    claim = find_claim(
        "The fragile US-brokered ceasefire between the army and rebels in Ardun came under strain.",
        "ceasefire",
    )
    assert "US" not in names(claim.places)


def test_names_of_vehicles_are_no_actors():
    claim = find_claim("Some 40 buses reached the town of Ardun to evacuate the fighters.", "evacuation")
    assert "buses" not in names(claim.actors)


def test_quotes_do_not_end_in_a_phrase_that_goes_on():
    assert find_claim("Rebels pulled out.", "withdrawal").quote == "Rebels pulled out"
    text = "They captured the town that they had fought over."
    assert find_claim(text, "capture").quote == text[:-1]
    told = claims_of(
        "Some 5,000 people left Ardun for Selim on Thursday, among them 1,500 fighters and a few women."
    )
    assert told
    for claim in told:
        assert not claim.quote.endswith((" and", " among them", " a", ","))


def test_names_of_what_stands_in_a_town_are_not_the_town():
    claim = find_claim("Government troops took Ardun station.", "capture")
    assert names(claim.places) == ["Ardun station"]
    claim = find_claim(
        "The ministry denied that its troops had captured the railway station in Ardun.", "capture"
    )
    assert names(claim.places)[0] == "railway station"


def test_names_of_a_part_of_the_country_are_no_part_of_the_town():
    claim = find_claim("Government forces shelled the eastern Ruvanian town of Ardun on Monday.", "shelling")
    assert [(p.name, p.relation) for p in claim.places] == [("Ardun", None)]


def test_names_beside_their_pronoun_are_theirs_alone():
    text = (
        "Army units foiled an attack by rebel fighters in Ardun.\n\n"
        "The attackers, most of them from the hills, came out of tunnels after blowing up two car bombs."
    )
    claim = find_claim(text, "bombing")
    assert "Army units" not in names(claim.actors)
