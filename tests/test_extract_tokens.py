"""Rows for the splitter: reports of our own, the sentences and the words that they must fall into."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.embedded.boundaries import WEIGHTS, describe, find_gaps, load_model, read_line
from sijill.extract.embedded.tokens import split_sentences, split_words

UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"  # signs without width, which belong to no word

# Each row: a text in which " | " stands where a sentence must end, and nowhere else.
SENTENCES = [
    # plain prose
    "The army advanced. | Rebels withdrew. | Nobody was hurt.",
    "Who fired? | Nobody knows! | The inquiry goes on.",
    "He was killed in 2017. | Twelve others were hurt.",
    "The shelling killed 12. | 30 people were wounded.",  # a figure may begin a sentence
    "The attack began at dawn. | al-Nour battalion led it.",  # "al-" begins a sentence in small letters
    # a rank, a title or an initial does not end a sentence
    "Gen. A. Smith met Lt. Col. B. J. Brown. | They agreed.",
    "Brig. Gen. John Smith said the road was open.",
    "Maj. Gen. Smith, Capt. Jones and Sgt. Brown were killed.",
    "The statement named Dr. Ali Hassan, Mr. Omar Said and Mrs. Huda Karim.",
    "Sen. Jane Roe and Gov. John Doe visited the camp. | Rep. Mary Major did not.",
    "Spokesman J. Smith denied it. | K. Brown, a resident, said otherwise.",
    "Prof. Smith and Amb. Brown spoke.",
    # a dotted abbreviation goes on, unless a new sentence plainly begins
    "The U.S. Central Command confirmed the raid.",
    "The U.N. Security Council met on Monday. | The U.S. abstained.",
    "Aid came from the U.S. | The convoy arrived on Monday.",
    "Clashes began at 5 p.m. on Monday and ended at 3 a.m. on Tuesday.",
    "Clashes began at 5 p.m. | The army sent tanks.",
    "Washington, D.C. is far from the front.",
    "They seized rifles, mortars, etc. from the depot. | Smith et al. fled, incl. 3 children.",
    "Clashes began at 5 p.m. Monday, or 11 a.m. EST.",
    "The group, i.e. its leaders, left.",
    "Resolution No. 2254 was adopted. | No. 7 Battalion withdrew.",
    "It happened on Jan. 5 and again on Sept. 12, 2016.",
    "Smith Bros. Co. denied it.",
    "The road to St. George church was cut.",
    "He said no. | The talks ended.",  # "no." is a word
    # a footnote, an address
    "The town fell.[1] | The army left on Monday.[2] | Nobody stayed.",
    "Read www.example.org/news.The for more.",
    "The footage is on example.com and Example.org today.",
    "Write to john.Smith@example.org for the list.",
    # quotations: each sentence inside is one of its own
    '"We advanced. | We hold the hill. | We will not leave," he said.',
    "“We advanced. | We hold the hill,” the officer said. | “They fled.”",
    '"We will not leave." | The commander spoke on Monday.',
    '"Who fired?" asked the judge.',
    '"Leave now!" he shouted at the crowd.',
    "“It is over,” he said. | “We have won.”",
    "He said: “The road is open.” | Traffic resumed.",
    'Col. John "Jack" Smith led the unit.',
    "Col. John “J.D.” Smith led the unit.",
    "The group that calls itself “Dawn” Brigade denied it.",
    "The witness (he gave no name) left. | (The army denies this.) | Aid came later.",
    "The ministry said the toll was rising... | It gave no figure.",
    "The toll is 12… and rising.",
    "“It fell,” Smith said, adding: “Nobody stayed.”",
    "“Did it fall?” he asked. | “Who knows?” she replied.",
    '"They shelled us. | Why?!" a resident asked.',
    "‘They left.’ | The town was quiet.",
    # figures with stops
    "About 3.5 million people fled. | Some 1.2 million returned.",
    "The blast at 7.30 am killed 5. | The next at 10.15 hurt 3.",
    "Oil fell 2.5% on Monday, 3.1% on Tuesday.",
    # a dateline is a sentence
    "CITYVILLE (AP) — | Rebels captured the hill on Monday. | The army denied it.",
    "CITYVILLE, Northland (Reuters) - | At least 12 people were killed.",
    "CITYVILLE, 19 March 2017 (Agency) – | Army units foiled an attack.",
    "CITYVILLE — | Warplanes struck the market.",
    "Northland: | Two soldiers were killed.",
    "UPDATE: | The road is open again.",
    # headlines, captions, bylines: a line each, and none is cut at its capitals
    "Rebels Seize Hill As Army Withdraws From Northern District\n | The army withdrew on Monday.",
    "ARMY RETAKES NORTHERN DISTRICT AFTER WEEKS OF FIGHTING",
    "BREAKING: | ARMY RETAKES DISTRICT, 12 KILLED",
    "By John Smith and Mary Jones\n | Monday 20 March 2017 14:30 GMT\n | Rebels advanced.",
    "Smoke rises over the district on Monday. | [John Smith/Agency]\n | Rebels advanced.",
    "A fighter near the front line, March 20, 2017. | (AP Photo/John Smith)",
    "Photo: | John Smith, Agency\n\n | The army advanced.",
    "Government Forces Advance, Opposition Says",
    "Army: 12 Fighters Killed in Northern District Clashes, Says Ministry of Defence Spokesman",
    # names, with and without initials, in lists and in a row
    "The dead are John A. Smith, Omar K. Said and Huda B. Karim.",
    "The Syrian Democratic Forces Military Council and the Free Northern Army signed it.",
    "Foreign Minister John Smith met President Omar Said at Camp Victory on Friday March 3.",
    "Hay'at al-Nour and Jaysh al-Fajr announced a truce. | Ahrar al-Jabal refused.",
    "The 4th Armoured Division and Battalion 101 took part.",
    "Col. Smith (ret.) and Dr. Jones v. the state",
    "THE ARMY SAYS GEN. SMITH WAS KILLED. | REBELS DENY IT.",
    "Police Lt. J. Smith, 34, of Hill St., was hurt.",
    # semicolons and colons go on
    "Shells hit three districts: North Hill, South Hill and the Old Town.",
    "Two were killed; The rest fled.",
    "The army said: 12 fighters were killed.",
    "In a statement the spokesman said: The road is open.",  # what is said stays with who says it
    # bulletins: a line break ends a sentence, with or without a stop
    "- 12 killed in shelling\n | - Road closed\n | - Two villages taken",
    "1. The truce holds.\n | 2. Aid enters the town.",
    "Toll of the day\n\n | Killed 12\r\n | Wounded 30",
    "• 10:30 a.m. Shelling on the hill. | • 11:00 a.m. Raid on the town.",  # items of one line
    "• Shells hit the market, killing 3\n | • Army advances on hill",
    # posts
    "#Northland: Warplanes hit @someone's town!!! | Many dead... | https://example.org/a.html",
    "Pray for us!! | They are bombing the hospital now",
]

# Each row: a text, and its words with blanks between them.
WORDS = [
    # hyphens: compounds part, prefixes stay
    ("opposition-held al-Nour", "opposition - held al - Nour"),
    ("pro-government, anti-tank, re-entered", "pro-government , anti-tank , re-entered"),
    ("mid-2016 and ex-fighters", "mid-2016 and ex-fighters"),
    ("UN-backed talks", "UN - backed talks"),  # "un-" is a prefix, "UN" a body
    ("a 12-year-old boy", "a 12 - year - old boy"),
    ("cross-border non-state co-operation", "cross-border non-state co-operation"),
    ("10-15 fighters, 500-1000 shells", "10 - 15 fighters , 500 - 1000 shells"),  # a range, no telephone
    ("Hizb-e-Watan", "Hizb - e - Watan"),
    ("F-16 jets and T-72 tanks", "F - 16 jets and T - 72 tanks"),
    # apostrophes within a word and after it
    ("Hay'at Ba’ath O'Brien Sha`ab", "Hay'at Ba’ath O'Brien Sha`ab"),
    ("the army's men, rebels' guns", "the army 's men , rebels ' guns"),
    ("THE ARMY'S MEN", "THE ARMY 'S MEN"),  # in a headline too
    ("didn't can't won’t DON'T", "did n't ca n't wo n’t DO N'T"),
    ("we've they'll he'd I'm", "we 've they 'll he 'd I 'm"),
    # two words in one
    ("cannot gonna dont", "can not gon na do nt"),
    ("its not its own", "it s not its own"),  # a possessive cannot stand before "not"
    # abbreviations keep their stop
    ("Gen. A. Smith", "Gen. A. Smith"),
    ("Lt. Col. B.J. Brown", "Lt. Col. B.J. Brown"),
    ("the U.S. army at 5 p.m. on", "the U.S. army at 5 p.m. on"),
    ("vs. etc. and", "vs. etc. and"),
    ("No. 5 Battalion", "No. 5 Battalion"),
    ("Nothing, no.", "Nothing , no ."),  # a word here
    ("rifles, mortars, etc.", "rifles , mortars , etc ."),  # the last stop ends the sentence
    ("in the U.S.", "in the U.S."),
    ("on Oct. 7 at St. George", "on Oct. 7 at St. George"),
    ("Plan B.", "Plan B ."),
    ("GEN. SMITH AND SGT. BROWN", "GEN. SMITH AND SGT. BROWN"),
    # figures
    ("1,200 of 3.5 million", "1,200 of 3.5 million"),
    ("12% and 1,5", "12 % and 1,5"),
    ("at 7:30pm or 5am", "at 7:30 pm or 5 am"),
    ("20km, 500m, 120mm, 5kg", "20 km , 500 m , 120 mm , 5 kg"),
    ("$5m US$20 €3bn", "$ 5 m US$ 20 € 3 bn"),
    ("the 4th and 71st", "the 4th and 71st"),
    ("1980s '90s", "1980s '90s"),
    ("9/11 and 20/03/2017 and 2017-03-20", "9/11 and 20/03/2017 and 2017-03-20"),
    ("(+963) 11-555", "( +963 ) 11 - 555"),
    ("and/or km/h", "and / or km / h"),
    ("M16 AK47", "M16 AK47"),
    # addresses, tags
    ("see https://example.org/a_(b)?c=1.", "see https://example.org/a_(b)?c=1 ."),
    ("(www.example.org)", "( www.example.org )"),
    ("mail a.b@example.org, now", "mail a.b@example.org , now"),
    ("@Someone #Northland #1", "@Someone #Northland # 1"),
    ("example.com report.pdf", "example.com report.pdf"),
    # quotations, runs of signs
    ('"We won," he said', '" We won , " he said'),
    ("“We won!!” — he", "“ We won !! ” — he"),
    ("‘the caliphate’", "‘ the caliphate ’"),
    ("''the front''", "'' the front ''"),
    ("wait... what?! ----", "wait ... what ?! ----"),
    ("[File photo] (12)", "[ File photo ] ( 12 )"),
    ("R&D of AT&T & Co.", "R&D of AT&T & Co ."),
    # letters with marks, other scripts, signs without width
    ("Dūmā ʿAli Ḥ\u0323amāh", "Dūmā ʿAli Ḥ\u0323amāh"),
    ("دمشق، سوريا", "دمشق ، سوريا"),
    ("\u200ethe\u200b army", "the army"),
]


# a stop without a blank after it
GLUED = [
    ("The army ended the war.The rebels left.", ["The army ended the war.", "The rebels left."]),
    ("He denied it.“We never fired,” he said.", ["He denied it.", "“We never fired,” he said."]),
    ("“They fled.”The army went on.", ["“They fled.”", "The army went on."]),
    ("Is it over?Nobody knows.(The army does.)", ["Is it over?", "Nobody knows.", "(The army does.)"]),
    ("Nobody left!they stayed", ["Nobody left!", "they stayed"]),
]


@pytest.mark.parametrize("row", SENTENCES)
def test_tokens_sentences(row):
    text = row.replace("\n | ", "\n").replace(" | ", " ")
    assert [text[a:b] for a, b in split_sentences(text)] == [part.strip() for part in row.split(" | ")]


@pytest.mark.parametrize(("text", "sentences"), GLUED)
def test_tokens_sentences_that_touch(text, sentences):
    assert [text[a:b] for a, b in split_sentences(text)] == sentences


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_tokens_words(text, words):
    assert [word.text for word in split_words(text)] == words.split(" ")


def check_offsets(text):
    """Sentences and words follow each other, lie where they say, and leave out nothing but blanks."""
    spans = split_sentences(text)
    words = [word for start, end in spans for word in split_words(text, start, end)]
    for kept in (spans, [(word.start, word.end) for word in words]):
        assert all(start < end for start, end in kept)
        assert all(end <= start for (_, end), (start, _) in pairwise(kept))
    assert all(text[word.start : word.end] == word.text for word in words)
    seen = {at for start, end in spans for at in range(start, end)}
    assert all(at in seen for at, character in enumerate(text) if not character.isspace())
    read = {at for word in words for at in range(word.start, word.end)}
    assert all(at in read for at, c in enumerate(text) if not c.isspace() and c not in UNSEEN)


def test_tokens_offsets_of_a_report():
    report = "\n".join(row.replace(" | ", " ") for row in SENTENCES) + "\n".join(text for text, _ in WORDS)
    check_offsets(report)


@given(st.text(alphabet="aAbTU.!?…\"“”’'() \n-:;,15@/&#_\u200b\u0301س", max_size=60))
def test_tokens_offsets_of_any_text(text):
    check_offsets(text)


def test_tokens_a_sentence_is_split_the_same_inside_a_report():
    report = "It fell.\nGen. A. Smith can't leave the U.S. before 9:30am, etc.\nIt fell."
    start, end = split_sentences(report)[1]
    alone = report[start:end]
    assert [w.text for w in split_words(report, start, end)] == [w.text for w in split_words(alone)]


def test_tokens_empty_texts_have_no_sentences():
    assert [split_sentences(text) for text in ("", " ", "\n\n", "\u2028\t")] == [[], [], [], []]
    assert split_words("  ") == []


def test_tokens_the_boundary_model_is_small_and_whole():
    weights, common = load_model()
    assert WEIGHTS.stat().st_size < 400_000
    assert "however" in common and all(isinstance(weight, int) for weight in weights.values())
    line = read_line("It fell. We left.", 0, 17)
    kinds = {feature[0] for k, inside in find_gaps(line) for feature in describe(line, k, k + 1, inside)}
    assert {feature[0] for feature in weights} <= kinds
