"""Every spelling of every party, voice and place of five real reports of 2017, 2018 and 2024, and what is kept apart.

The spellings are facts and stand here as rows. The sentences are our own: each text names what its report names, since
a word such as "the mountains" means what the report it stands in makes it mean.
"""

import pytest

from sijill.model import ActorRef, Claim, Document, DocumentRef, ExtractorRef, PlaceRef
from sijill.packs import load_pack
from sijill.resolve import load_gazetteer, resolve_claims

TEXTS = {
    "2017-east": (
        "2017-03-22",
        "Failaq al-Rahman, Ahrar al-Sham and Hayat Tahrir al-Sham fought the Syrian regime and Russia in Damascus. "
        "Bashar al-Assad kept Syria. Shots fell on the Industrial City between Jobar and al-Qaboun, near Barza and "
        "Tishreen, and on the International Highway. Waeil Olwan and Ahmed Kara Ali spoke to Eldorar.",
    ),
    "2017-centre": (
        "2017-03-21T21:28",
        "In Damascus the Syrian government met opposition groups in Jobar and at Abbasid Square, said Rami Abdel Rahman "
        "of the Syrian Observatory for Human Rights. Russia’s ambassador to Damascus spoke of a shell.",
    ),
    "2018-qalamun": (
        "2018-04-22",
        "Enab Baladi wrote of Eastern Qalamun and of the Unified Leadership of Eastern Qalamun in al-Dumayr, Jayrud and "
        "Damascus. Assad’s forces and Russia faced Jaysh al-Islam. The road leads to Deir ez-Zor and Palmyra in Syria.",
    ),
    "2024": (
        None,
        "Hassan Abdelghani of the Islamist-led alliance and Abu Mohammed al-Jawlani of Hayat Tahrir al-Sham (HTS) spoke "
        "near Damascus in Syria. The Syrian regime lost ground; Iraqi security sources saw men reach Iraq. Dr. Sarah "
        "Jones and Professor Muhammed Hassan gave their view to World Today News.",
    ),
    "2018-smart": (
        "2018-04-18T10:45:09",
        "Loyalist warplanes flew over Rif Dimashq and Eastern al-Qalamun in Syria, where the Free Syrian Army (FSA) and "
        "the Ahrar al-Sham Islamist Movement stood near al-Rahiba. The Syrian government spoke with Russia.",
    ),
}  # fmt: skip
A, B, C, D, E = TEXTS

# group → (text it stands in, its spellings there)
ACTORS = {
    "syrian_government": [
        (A, ["Syrian regime", "the regime", "the criminal regime"]), (B, ["Syrian regime", "the regime", "regime"]),
        (C, ["Syrian regime", "the regime", "The government of the Syrian regime"]),
        (D, ["The regime", "Syrian regime", "syrian government", "The Syrian government"]), (E, ["Syrian government"]),
    ],
    "syrian_government_forces": [
        (A, ["al-Assad forces", "Assad forces", "regime ranks"]),
        (B, ["Assad regime forces", "government forces", "government positions", "Syrian government jets",
             "forces loyal to President Bashar Al-Assad", "military personnel"]),
        (C, ["Assad’s forces", "military aircraft and helicopters"]),
        (D, ["regime forces", "syrian army", "Syrian army soldiers", "Syrian soldiers", "Syrian Soldiers",
             "wounded soldiers", "these soldiers"]),
        (E, ["loyalist forces", "Loyalist force", "loyalist warplanes and helicopters", "loyalist warplanes",
             "the warplanes", "the helicopters"]),
    ],
    "damascus_governorate": [(C, ["Damascus Governorate Department"])],
    "republican_guard": [(A, ["Republican Guards"])],
    "iraqi_militias": [(A, ["Iraqi militias"])],
    "bashar_al_assad": [(A, ["Bashar al-Assad", "his intelligence associates"]),
                        (B, ["Bashar Al-Assad", "Syrian President Bashar Al-Assad"])],
    "russia": [(A, ["Russia", "the Russians"]), (C, ["Russian side", "Moscow", "Russian"])],
    "russian_embassy": [(B, ["embassy"])],
    "us_led_coalition": [(C, ["US-led Coalition"])],
    "us": [(C, ["US’ command", "US"])],
    "opposition_generic": [
        (A, ["revolutionary factions", "the factions", "the rebels", "Syrian revolution"]),
        (B, ["rebels", "opposition groups", "opposition forces", "opposition fighters", "opposition-held",
             "resistance groups", "opposition", "opposition-held neighbourhoods"]),
        (C, ["the factions", "opposition factions", "oppositions figures", "Opposition Figures", "the area’s factions",
             "Qalamun factions", "The Opposition", "The Opposition’s", "the opposition", "the opposition’s",
             "the opposition factions", "its factions"]),
        (E, ["the factions", "al-Qalamun factions", "the factions operating there"]),
    ],
    "failaq_al_rahman": [(A, ["Failaq al-Rahman", "al-Rahman Legion", "Faylaq al-Rahman rebels"])],
    "sanadid_brigade": [(E, ["al-Sanadid Brigade", "al-Sanadid Brigade of the al-Rahman Legion"])],
    "ahrar_al_sham": [(A, ["Ahrar al-Sham"]), (E, ["Ahrar al-Sham Islamist Movement",
                      "The Ahrar al-Sham Islamist Movement", "Ahrar Al-Sham militants"])],
    "hts": [(A, ["Hayat Tahrir al-Sham"]), (C, ["Hay’at Tahrir al-Sham"]),
            (D, ["Hayat Tahrir al-Sham (HTS)", "hayat Tahrir al-Sham (HTS)", "HTS"])],
    "jabhat_fateh_al_sham": [(B, ["Jabhat Fateh Al-Sham"])],  # still so called two months after the merger
    "tahrir_al_sham_army": [(C, ["Tahrir al-Sham Army"]), (E, ["Jaysh Tarhir Aal-Sham"])],
    "jaysh_al_islam": [(C, ["Jaysh al-Islam"]), (E, ["Jaysh al-Islam", "Jaish al-Islam"])],
    "ahmad_al_abdo": [(C, ["Forces of Martyr Ahmad al-Abdo"]),
                      (E, ["Martyr Ahmad Abdo Forces", "Ahmad al-Abdo Forces"])],
    "usud_al_sharqiya": [(C, ["Lions of the East Army", "“Lions of the East Army,”"]),
                         (E, ["Jaysh Ussud al-Sharqiah", "Ussud al-Sharqiah"])],
    "unified_leadership": [(C, ["Unified Leadership of Eastern Qalamun", "Unified Leadership",
                                "The Unified Leadership", "the Unified Leadership", "the Leadership"])],
    "fsa": [(E, ["Free Syrian Army (FSA) factions", "Free Syrian Army", "FSA fighters"])],
    "islamist_battalions": [(E, ["Islamist Batallions"])],
    "isis": [(C, ["ISIS", "“Islamic State” (ISIS)", "“ISIS”"])],
    "rebels_2024": [(D, ["rebel forces", "Islamist-led alliance", "the alliance", "rebel alliance", "rebel advance",
                         "Rebel Advance", "rebel advances", "Our forces", "the rebels’", "the rebels"])],
    "al_qaeda": [(B, ["Al-Qaeda"])],
    "local_fighters_2024": [(D, ["local fighters"])],
    "iraq": [(D, ["Iraq", "iraqi authorities"])],
    "civilians": [(A, ["civilians"]), (C, ["the area’s people", "their families"]),
                  (E, ["civilians", "people of Eastern al-Qalamun"])],
    "committee_dumayr": [(C, ["a committee from the city"])],
    "qalamun_representatives": [(E, ["representatives of the Eastern al-Qalamun area"])],
    "international_community": [(A, ["international community"])],
}  # fmt: skip
# Names that fit several and none exactly: no id, and who they might be.
UNRESOLVED = [
    (E, "Jaysh Ahrar al-Sham", ("ahrar_al_sham", "tahrir_al_sham_army")),
    (C, "“Tahrir al-Sham,”", ("tahrir_al_sham_army", "hts")),
    (C, "Liberation Army", ("tahrir_al_sham_army",)),
    (C, "extremists", ("isis", "al_qaeda")),
    (C, "other militias", ("isis", "al_qaeda")),
    (D, "extremist elements", ("isis", "al_qaeda")),
]
SOURCES = {
    "eldorar": [(A, ["Eldorar Alshamia", "Eldorar Alshamia Editor", "Eldorar correspondent", "The correspondent",
                     "Eldorar", "our network"])],
    "enab_baladi": [(C, ["Enab Baladi", "Enab Balai", "Enab Baladi’s information"])],
    "enab_sources": [(C, ["Enab Baladi’s sources"])],
    "enab_media_sources": [(C, ["Enab Baladi’s media sources in the area"])],
    "smart": [(E, ["SMART"])],
    "world_today_news": [(D, ["World Today News", "World Today news"])],
    "sohr": [(B, ["Syrian Observatory for Human Rights"]),
             (D, ["Syrian Observatory for Human Rights (SOHR)", "Syrian Observatory for Human rights (SOHR)", "SOHR"])],
    "rami": [(B, ["Rami Abdel Rahman", "Abdel Rahman",
                  "Rami Abdel Rahman, head of the London based Syrian Observatory for Human Rights"])],
    "al_jazeera": [(B, ["Al Jazeera"])],
    "anadolu": [(B, ["Anadolu Agency", "Diaa Al Din"])],
    "syrian_state_tv": [(B, ["Syrian state TV"])],
    "russian_ambassador": [(B, ["Russia’s ambassador to Damascus"])],
    "olwan": [(A, ["Waeil Olwan", "Olwan", "Waeil Olwan, spokesman of Failaq al-Rahman"])],
    "kara_ali": [(A, ["Ahmed Kara Ali", "Kara Ali"])],
    "bitar": [(C, ["Capitan Feras Bitar", "Feras Bitar"])],
    "abdelghani": [(D, ["Hassan Abdelghani"])],
    "jawlani": [(D, ["Abu Mohammed al-Jawlani"])],
    "jones": [(D, ["Dr. Sarah Jones", "dr. Sarah Jones", "Dr. Jones"])],
    "hassan": [(D, ["Professor Muhammed Hassan", "Professor Muhammed hassan", "Professor Hassan"])],
    "pro_regime_media": [(C, ["pro-regime media outlets"])],
    "local_activists": [(E, ["local activists", "The activists"]), (C, ["Activists"])],
    "embedded_activists": [(E, ["Activists who were escorting the factions"])],
    "observers": [(E, ["Observers"])],
    "syria_analysts": [(B, ["Syria analysts"])],
    "iraqi_security": [(D, ["Iraqi security sources", "a second Iraqi security source", "A senior security official"])],
    "latest_statistics": [(A, ["The latest statistics"])],
    "informed_sd": [(C, ["informed sources in southern Damascus"])],
    "economic_analysts": [(C, ["economic analysts"])],
    "livemap": [(C, ["Livemap"])],
}  # fmt: skip
PLACES = {
    "damascus": [(A, ["Damascus", "the capital Damascus", "the capital"]), (B, ["the capital city", "capital city"]),
                 (D, ["damascus", "the capital"])],
    "east_of_capital": [(B, ["the east of the capital"])],
    "southern_damascus": [(C, ["southern Damascus", "Southern Damascus", "southern part of the capital Damascus",
                               "Damascus’ southern neighborhoods"])],
    "sw_of_damascus": [(D, ["several towns southwest of Damascus", "southwest of Damascus",
                            "region southwest of Damascus"])],
    "rif_dimashq": [(E, ["Rif Dimashq"]), (D, ["Damascus countryside"]),
                    (C, ["Damascus and its countryside", "its countryside"])],
    "jobar": [(A, ["Jobar"]), (B, ["Jobar district", "Jobar neighbourhood", "the Jobar district"])],
    "qaboun": [(A, ["al-Qaboun", "Qaboun", "Qabun"])],
    "barza": [(A, ["Barza", "Barza Damascene neighborhood"])],
    "tishreen": [(A, ["Tishreen"])],
    "industrial_city": [(A, ["industrial City", "Industrial City", "operating room", "the industrial city"])],
    "textile_factory": [(A, ["Textile Factory"])],
    "crush_factory": [(A, ["Crush Factory"])],
    "shams_factory": [(A, ["Shams Factory"])],
    "fares_khoury": [(A, ["Fares Al-Khoury Street"])],
    "garage_abbasids": [(A, ["Garage of the Abbasids"]), (B, ["a large bus station"])],
    "abbasid_square": [(B, ["Abbasid Square"])],
    "eastern_ghouta": [(A, ["Eastern Ghouta"]), (C, ["Eastern Ghout"])],
    "eastern_qalamun": [(C, ["Eastern Qalamun", "Qalamun"]), (E, ["Eastern al-Qalamun", "al-Qalamun"])],
    "qalamun_mountains": [(E, ["Eastern al-Qalamun mountains", "the mountains", "the Eastern al-Qalamun mountains"])],
    "batraa": [(E, ["al-Batraa"])],
    "rahiba_mountains": [(E, ["al-Rahiba mountains"])],
    "mahsa": [(E, ["Mahsa area"])],
    "dumayr": [(C, ["al-Dumayr", "Al-Dumayr"]), (E, ["al-Dumayr", "al-Dumayr city"])],
    "ruhaybah": [(C, ["al-Ruhaybah"]), (E, ["al-Rahiba"])],
    "jayrud": [(C, ["Jayrud"]), (E, ["Jairud"])],
    "naseriyah": [(C, ["al-Naseriyah"])],
    "jarabulus": [(C, ["Jarabulus", "city of Jarabulus"]), (E, ["Jarabulus", "Jarabulus city"])],
    "aleppo": [(C, ["Aleppo"])],
    "al_bab": [(C, ["al-Bab"])],
    "afrin": [(C, ["Afrin"])],
    "northern_syria": [(C, ["Northern Syria"])],
    "deir_ez_zor": [(C, ["Deir ez-Zor"])],
    "palmyra": [(C, ["Palmyra"])],
    "syrian_desert": [(C, ["Syrian Desert", "the Desert"])],
    "yarmouk": [(C, ["Yarmouk Camp", "the Yarmouk Camp"])],
    "rijeh": [(C, ["al-Rijeh"])],
    "hajar_aswad": [(C, ["al-Hajar al-Aswad"])],
    "asali": [(C, ["al-Asali"])],
    "qadam": [(C, ["al-Qadam"])],
    "tadamon": [(C, ["Tadamon"])],
    "slaikha": [(C, ["al-Slaikha"])],
    "yalda": [(C, ["Yalad"])],
    "babbila": [(C, ["Babbila"])],
    "beit_sahem": [(C, ["Beit Sahem"])],
    "thalatheen": [(C, ["al-Thalatheen street"])],
    "southern_bypass": [(C, ["Almotahalik Aljanobi"])],
    "intl_highway_east_damascus": [(A, ["International Highway"])],
    "intl_highway_desert": [(C, ["international highway"])],  # the same words, the other road
    "embassy_building": [(B, ["one of the embassy’s buildings"])],
    "weapon_stores": [(C, ["weapon stores"])],
    "basilia": [(C, ["Basilia City"])],
    "darayya": [(C, ["Darayya"])],
    "sassa": [(D, ["Sassa district"])],
    "al_qaim": [(D, ["Al Qaima border crossing"])],
    "iraq_country": [(D, ["Iraq", "neighboring Iraq", "Iraqi hospitals"]), (C, ["Iraqi borders"])],
    "syria": [(A, ["Syria"])],
}  # fmt: skip
KEEP_APART = [
    ["jaysh_al_islam", "tahrir_al_sham_army", "tahrir_al_sham_ambiguous", "hts", "liberation_army_ambiguous"],
    ["ahrar_al_sham", "jaysh_ahrar_al_sham_ambiguous", "tahrir_al_sham_army", "hts"],
    ["ahrar_al_sham", "jabhat_fateh_al_sham"], ["jaysh_al_islam", "usud_al_sharqiya", "islamist_battalions"],
    ["fsa", "syrian_government_forces"], ["unified_leadership", "opposition_generic"],
    ["rebels_2024", "opposition_generic"], ["local_fighters_2024", "rebels_2024"], ["iraqi_militias", "iraq"],
    ["failaq_al_rahman", "rami"], ["abdelghani", "hassan"], ["observers", "sohr"],
    ["enab_sources", "enab_media_sources", "informed_sd", "local_activists"], ["local_activists", "embedded_activists"],
    ["jaysh_al_islam", "isis"], ["bashar_al_assad", "syrian_government_forces"], ["eastern_ghouta", "eastern_qalamun"],
    ["eastern_qalamun", "qalamun_mountains"], ["ruhaybah", "rahiba_mountains"], ["qaboun", "qadam", "al_qaim"],
    ["al_bab", "babbila"], ["abbasid_square", "garage_abbasids"],
    ["damascus", "rif_dimashq", "southern_damascus", "sw_of_damascus"], ["industrial_city", "basilia"],
    ["textile_factory", "crush_factory", "shams_factory"], ["aleppo", "jarabulus", "afrin", "al_bab"],
    ["intl_highway_east_damascus", "intl_highway_desert"], ["syrian_desert", "northern_syria"],
    ["sassa", "sw_of_damascus"],
]  # fmt: skip
PUBLISHERS = {A: "eldorar", B: "mem", C: "enab_baladi", D: "world_today_news", E: "smart"}


def list_rows(groups):
    return [(text, form, wanted) for wanted, uses in groups.items() for text, forms in uses for form in forms]


@pytest.fixture(scope="module")
def pack():
    return load_pack("syria")


@pytest.fixture(scope="module")
def resolve(pack):
    """A function that resolves one claim with the given speaker, actor and place, in one of the texts."""

    def resolve_one(text, speaker="publisher", actor=None, place=None):
        published, words = TEXTS[text]
        document = Document(
            id=f"d-{text}", content_hash="", source=text, text=words, language="en", published=published,
            publisher_id=PUBLISHERS[text],
        )  # fmt: skip
        end = len(words)
        claim = Claim(
            id="c-1", document=DocumentRef(id=document.id, source=text), kind="other", quote=words[end - 20 :],
            start=end - 20, end=end, speaker=ActorRef(name=speaker), extractor=ExtractorRef(name="test", version="0"),
            actors=(ActorRef(name=actor),) if actor else (), places=(PlaceRef(name=place),) if place else (),
        )  # fmt: skip
        return resolve_claims(document, [claim], pack, load_gazetteer(pack))[0]

    return resolve_one


@pytest.mark.parametrize(("text", "form", "wanted"), list_rows(ACTORS))
def test_resolve_actor_by_every_spelling(resolve, text, form, wanted):
    found = resolve(text, actor=form).actors[0]
    assert found.id == wanted, found.why
    assert found.label and found.why


@pytest.mark.parametrize(("text", "form", "candidates"), UNRESOLVED)
def test_resolve_actor_leaves_ambiguous_names_open(resolve, text, form, candidates):
    found = resolve(text, actor=form).actors[0]
    assert (found.id, found.candidates) == (None, candidates)


@pytest.mark.parametrize(("text", "form", "wanted"), list_rows(SOURCES))
def test_resolve_speaker_by_every_spelling(resolve, text, form, wanted):
    found = resolve(text, speaker=form).speaker
    # An unnamed voice has the id of its class, and after it one of its own.
    assert found.id.partition(":")[0] == wanted, found.why


@pytest.mark.parametrize(("text", "form", "wanted"), list_rows(PLACES))
def test_resolve_place_by_every_spelling(resolve, text, form, wanted):
    found = resolve(text, place=form).places[0]
    assert found.id == wanted, found.why
    assert found.precision is not None


@pytest.mark.parametrize("apart", KEEP_APART)
def test_resolve_keeps_apart(pack, apart):
    """Each is an entry of its own, and no spelling of one is a spelling of another."""
    entries = [pack.actor(one) or pack.source(one) or pack.place(one) for one in apart]
    assert None not in entries
    shared = [{(a.name.lower(), a.start, a.needs) for a in entry.names} for entry in entries]
    assert len(set.union(*shared)) == sum(map(len, shared))


def test_resolve_publisher_is_the_outlet(resolve):
    speaker = resolve(C).speaker
    assert (speaker.id, speaker.side, speaker.label) == ("enab_baladi", "opposition", "Enab Baladi")


@pytest.mark.parametrize("word", ["Islam5", "T72", "B10", "Grad", "Strela", "Jahanam", "107 missile"])
def test_resolve_weapons_are_no_names(resolve, word):
    """Some of them sound like a faction or a town."""
    assert resolve(C, actor=word).actors[0].id is None
    assert resolve(C, place=word).places[0].id is None
