"""Finding private persons in a text by the way it introduces them: by a role, an age, a relative, what befell them.

Every rule reads the words before or after a run of names. A rule that names a private role, a relative or a
family is *sure*; one that only says that somebody was killed, or how old they were, yields to an office.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from sijill.publish.persons import UNNAMED, WORD, fold_name, is_name_word, load_vocabulary

LONGEST = 5  # names in one person's name
HEADING = 160  # characters of the longest headline
WRAPPED = (50, 100)  # characters of a line that goes on in the next one
REACH = 90  # characters of context on each side
HARM = (
    "killed|wounded|injured|maimed|shot|martyred|murdered|executed|beheaded|tortured|raped|arrested|detained|"
    "abducted|kidnapped|disappeared|buried|assassinated|stabbed|hospitalised|hospitalized"
)
FATES = "death|killing|murder|body|funeral|arrest|detention|abduction|kidnapping|disappearance|burial|remains|torture"
FOLLOWING = (
    "and or but was were is are has had have who whose said says told in at on to from with by of as when while after before "
    "during near for died fled lost saw heard recalled added dead dies missing later also then last this that yesterday today "
    "could would will did does lives went came spoke wept ran hid stood sat gave took made kept where outside"
)
END = re.compile(  # what may follow a name that stands for a whole person, rather than before a noun
    r"[ \t]*\n\s*(?-i:[^a-z])|\s*(?:$|[,.;:!?()\[\]\"“”«»—–]|-\s|['’]s\b)|"
    rf"\s+(?:{HARM}|{FOLLOWING.replace(' ', '|')}|\w{{2,}}ed)\b",
    re.I,
)
JOINT = re.compile(r"\s*,\s*|\s*,?\s+(?:and|&)\s+")
ABBREVIATED = r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)"
SPLITTING = re.compile(rf"(?<=[a-z\d)”\"]){ABBREVIATED}[.!?]\s|\n\s*\n")


class Mention(msgspec.Struct, frozen=True):
    """A stretch of text that names a private person, and what may be said in its place."""

    start: int
    end: int
    label: str
    sure: bool = True


class Run(msgspec.Struct, frozen=True):
    """Names in a row, with the text around them."""

    start: int
    end: int
    words: tuple[str, ...]
    before: str
    after: str


class Rule(msgspec.Struct, frozen=True):
    """A pattern of the words before (or after) a run of names, and what it makes of the run."""

    pattern: re.Pattern[str]
    side: str  # before or after
    label: str = UNNAMED
    sure: bool = True
    least: int = 1  # names in the run
    whole: bool = False  # the run must be a whole person, not the first word of a longer phrase
    spreads: bool = False  # those joined to it by "and" share the introduction
    listed: bool = False  # it speaks of a list, so one name alone does not fit
    beside: re.Pattern[str] | None = None  # what must stand on the other side


def find_people(text: str, ordinary: frozenset[str] = frozenset()) -> list[Mention]:
    """The private persons that the text introduces as such; `ordinary` are words that are no names in headlines.

    >>> text = "Rana Olen, 34, a baker, and her son Tim were killed, the mayor, Basel Haddad, said."
    >>> [text[found.start : found.end] for found in find_people(text)]
    ['Rana Olen', 'Tim']
    """
    runs = [run for run in list_runs(text, ordinary) if not _names_no_person(run)]
    offices = {name for run in runs if has_office(run) for name in (_fold(run), _fold(run).split()[-1])}
    found: dict[tuple[int, int], Mention] = {}
    for number, run in enumerate(runs):
        rule = _find_rule(run, offices)
        if rule is None:
            continue
        members = _spread(runs, number, text) if rule.spreads else [run]
        if rule.listed and len(members) < 2:
            continue
        label = _pick_label(rule, run)
        for member in members:
            found.setdefault((member.start, member.end), Mention(member.start, member.end, label, rule.sure))
    return [found[key] for key in sorted(found)]


def list_runs(text: str, ordinary: frozenset[str] = frozenset()) -> Iterator[Run]:
    """The longest stretches of capitalised names, without the roles and common words they may begin with."""
    vocabulary = load_vocabulary()
    particles, stops = set(vocabulary["name_particles"]), _list_stops()
    headings = _find_headings(text) if ordinary else []
    current: list[re.Match[str]] = []
    for word in [*WORD.finditer(text), None]:
        heading = word is not None and any(start <= word.start() < end for start, end in headings)
        fits = word is not None and _fits(word, stops, particles, ordinary if heading else frozenset())
        if current and not (fits and _joins(text, current[-1], word)):
            yield from _close_run(text, current, particles)
            current = []
        if fits and (current or word[0].casefold() not in particles or word[0][0].isupper()):
            current.append(word)


def reads_as_headline(text: str) -> bool:
    """Whether nearly every longer word has a capital, so that a capital tells nothing.

    >>> reads_as_headline("Shells Hit Market In Tarn"), reads_as_headline("Shells hit the market in Tarn.")
    (True, False)
    """
    words = [word for word in WORD.findall(text) if len(word) > 3 and (word.islower() or word[0].isupper())]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _find_headings(text: str) -> list[tuple[int, int]]:
    """The lines that read as headlines."""
    lines = list(re.finditer(r"[^\n]+", text))
    return [line.span() for line in lines if len(line[0]) < HEADING and reads_as_headline(line[0])]


def read_role(after: str) -> str | None:
    """What an apposition after a name says that the person is, or None; an office gives None.

    >>> read_role(", 34, a baker, was"), read_role(", a nurse at the clinic"), read_role(", the mayor of Tarn")
    ('a shopkeeper', 'a health worker', None)
    """
    match = APPOSITION.match(after)
    if not match:
        return None
    if match["article"]:
        return _read_head(match["phrase"])
    return load_vocabulary()["private_roles"].get(match["phrase"].split()[0])


def has_office(run: Run) -> bool:
    """Whether the words next to a name give it a public office or a rank."""
    offices = set(load_vocabulary()["public_roles"])
    private = set(load_vocabulary()["private_roles"])
    last = WORD.findall(run.before)[-1:]
    gap = run.before[run.before.rfind(last[0]) + len(last[0]) :] if last else ""
    if last and last[0].casefold() in offices and gap.strip() in ("", ","):
        return True
    match = APPOSITION.match(run.after)
    words = [word.casefold() for word in WORD.findall(match["phrase"])] if match else []
    told = [word for word in words if word in offices or word in private]
    return bool(told) and told[0] in offices


def _find_rule(run: Run, offices: set[str]) -> Rule | None:
    for rule in _list_rules():
        loose = rule.whole and not (
            rule.sure and len(run.words) > 1
        )  # one name may be the first word of a phrase
        if len(run.words) < rule.least or (loose and not END.match(run.after)):
            continue
        if not rule.sure and (_fold(run) in offices or (PLACED.search(run.before) and len(run.words) == 1)):
            continue
        context = run.before if rule.side == "before" else run.after
        other = run.after if rule.side == "before" else run.before
        if rule.beside and not rule.beside.search(other):
            continue
        if rule.pattern.search(context) if rule.side == "before" else rule.pattern.match(context):
            return rule
    if has_office(run) or PLACED.search(run.before):
        return None
    kunya = run.words[0].casefold() in load_vocabulary()["kunyas"] and len(run.words) > 1
    if read_role(run.after) or (kunya and END.match(run.after)):
        return Rule(APPOSITION, "after", sure=len(run.words) > 1 and not kunya)
    return None


@cache
def _list_rules() -> tuple[Rule, ...]:
    """The rules, the surest first."""
    vocabulary = load_vocabulary()
    roles = vocabulary["private_roles"]
    plain = [role for role in roles if role not in vocabulary["adjective_roles"]]
    kin, role = _join(vocabulary["kin"]), _join(plain)
    kins = _join([*(f"{word}s" for word in vocabulary["kin"]), "children", "wives", "families"])
    noun = _join([*roles, *vocabulary["person_nouns"]])

    def before(pattern: str, **kind) -> Rule:
        return Rule(re.compile(rf"(?:{pattern})$", re.I), "before", **kind)

    def after(pattern: str, **kind) -> Rule:
        return Rule(re.compile(pattern), "after", sure=False, **kind)

    whose = r"(?:his|her|their|my|our|your|whose|a|the|and|\w+['’]s?)"
    names = r"(?:names? (?:is|was|are|were|as)|gave (?:his|her|their) names? (?:only )?as)"
    called = (
        rf"(?:named|called|calling (?:him|her)self|{names}|"
        r"(?:identified|known|named)(?: (?:him|her|them)sel(?:f|ves))?(?: only)? as)"
    )
    age = r"\d{1,3}(?:[\s-]+years?[\s-]+old)?"
    # A capital within a sentence makes a role part of a longer name ("the 3rd Fighter Wing").
    lead = r"(?:(?:^|[.!?:\n\"“”—–(])\s*|\b(?=(?-i:[^\W\d_A-Z])))"
    aside = r"(?:,[^.;\n]{0,60},)?"
    told = r"\s+(?:[\w-]+\s+){0,2}?"
    return (
        before(rf"\b{noun}s?\b[^.;!?\n]{{0,50}}?\b{called}\s+[\"“‘']?", whole=True, spreads=True),
        before(rf"\b{whose}{told}{kins}\s*[,:]?\s+", label="a relative", whole=True, spreads=True),
        before(rf"\b{whose}{told}{kin}\s*,?\s+", label="a relative", whole=True),
        before(r"\b\d{1,3}[\s-](?:year|month|week|day)s?[\s-]olds?\s+(?:[\w-]+\s+){0,2}", whole=True),
        before(rf"{lead}{role}\s+", whole=True),
        before(rf"{lead}{role}s\s+", whole=True, spreads=True),
        before(rf"\b(?:an?|the|one|another|local)\s+(?:[\w'’-]+\s+){{0,3}}{role},\s+", whole=True),
        after(
            r"(?:['’]s)?\s+(?:family|household)\b", label="a family", beside=re.compile(r"\bthe\s+$", re.I)
        ),
        after(r"(?:['’]s)?\s+(?:family|household)\b", label="a family", least=2),
        after(r"\s+(?:families|households)\b", label="a family", spreads=True, listed=True),
        before(
            rf"\b(?:{kin}|{kins}|family)\s+of\s+", label="a relative", sure=False, whole=True, spreads=True
        ),
        before(rf"\b{_join(vocabulary['honorifics'])}\.?\s+", sure=False, whole=True),
        before(
            r"\b(?:victims?|dead|deceased|wounded|killed|martyrs)\b[\w\s]{0,30}:\s*", sure=False, spreads=True
        ),
        before(
            rf"\b(?:{HARM}|killing|wounding|injuring|arresting|detaining)\s+", sure=False, least=2, whole=True
        ),
        before(rf"\b(?:{FATES})\s+of\s+", sure=False, least=2, whole=True, spreads=True),
        after(rf",\s*{age}\s*[,;.]|,\s*{age}\s+(?:and|who|when|from|of|was)\b"),
        after(r",?\s+(?:aged|who (?:is|was))\s+\d"),
        after(r"\s+\((?:aged?\s+)?\d{1,3}\)", least=2),
        after(rf"{aside}\s+(?:was|had been|has been|is){told}(?:{HARM})\b"),
        after(rf"{aside}\s+(?:were|are|have been){told}(?:{HARM})\b", spreads=True, listed=True),
        after(r"\s+(?:died|bled to death|succumbed|lost (?:his|her)\s)"),
        after(rf"['’]s{told}(?:{kin}|body|funeral|home|house|grave)\b", least=2),
        after(rf",\s+whose{told}(?:{kin}|home|house|shop|relatives)\b", least=2),
    )


APPOSITION = re.compile(
    r"\s*,\s*(?:(?:aged\s+)?\d{1,3},\s*)?(?:who\s+(?:is|was|works as|worked as)\s+)?"
    r"(?P<article>(?:an?|the|one|its|their|his|her)\s+)?(?P<phrase>[\w'’-]+(?:[ -][\w'’]+){0,5})"
)
PLACED = re.compile(r"\b(?:in|at|near|into|towards?|outside|around|across|inside|over|to)\s+$", re.I)
CLOSERS = frozenset(
    ["of", "at", "in", "from", "with", "and", "who", "whose", "that", "for", "on", "near", "by", "who"]
)


def _read_head(phrase: str) -> str | None:
    """The label of the person noun that heads a phrase; None where it heads nothing that says who somebody is."""
    vocabulary = load_vocabulary()
    words = []
    for word in WORD.findall(phrase):
        if word.casefold() in CLOSERS:
            break
        words.append(word.casefold())
    if not words or set(words) & set(vocabulary["public_roles"]):
        return None
    head = words[-1].split("-")[0]
    if head in vocabulary["private_roles"]:
        return vocabulary["private_roles"][head]
    if len(head) < 5 or head in {*vocabulary["not_persons"], *vocabulary["organisation_words"]}:
        return None
    # No list of trades is whole, but most words for those who do something end alike.
    return UNNAMED if head.endswith(tuple(vocabulary["person_suffixes"])) else None


def _pick_label(rule: Rule, run: Run) -> str:
    """What to show instead of the name: what the rule says, else the role beside the name, else nothing told."""
    if rule.label != UNNAMED:
        return rule.label
    roles = load_vocabulary()["private_roles"]
    told = (
        [word.casefold() for word in WORD.findall(run.before)] if rule.sure and rule.side == "before" else []
    )
    forms = [form for word in reversed(told) for form in (word, word.removesuffix("s"))]
    return read_role(run.after) or next((roles[form] for form in forms if form in roles), UNNAMED)


def _spread(runs: list[Run], number: int, text: str) -> list[Run]:
    """The run and those joined to it by commas and "and", on either side."""
    members = [runs[number]]
    for run in runs[number + 1 :]:
        if not JOINT.fullmatch(text[members[-1].end : run.start]):
            break
        members.append(run)
    for run in reversed(runs[:number]):
        if not JOINT.fullmatch(text[run.end : members[0].start]):
            break
        members.insert(0, run)
    return members


def _names_no_person(run: Run) -> bool:
    vocabulary = load_vocabulary()
    words = {word.casefold() for word in run.words}
    return len(run.words) > LONGEST or bool(
        words & {*vocabulary["organisation_words"], *vocabulary["place_words"], *vocabulary["public_roles"]}
    )


@cache
def _list_stops() -> frozenset[str]:
    vocabulary = load_vocabulary()
    roles = [*vocabulary["private_roles"], *vocabulary["public_roles"], *vocabulary["person_nouns"]]
    return frozenset([*vocabulary["not_names"], *roles, *vocabulary["honorifics"]]) - {*vocabulary["kunyas"]}


def _fits(word: re.Match[str], stops: frozenset[str], particles: set[str], ordinary: frozenset[str]) -> bool:
    folded = word[0].casefold()
    if folded in particles:
        return True
    caseless = not (word[0][0].isupper() or word[0][0].islower())
    if caseless or folded in stops or folded in ordinary:
        return False
    return is_name_word(re.sub(r"['’]s$", "", word[0]), particles)


def _joins(text: str, last: re.Match[str], word: re.Match[str]) -> bool:
    """Whether only space stands between two words, or the point of an initial."""
    gap = text[last.end() : word.start()]
    possessive = last[0].endswith(("'s", "’s"))
    initial = gap.strip() == "." and len(last[0]) == 1
    line = last.end() - text.rfind("\n", 0, last.end())
    broken = "\n" in gap and not WRAPPED[0] <= line <= WRAPPED[1]
    return not possessive and (initial or not gap.strip()) and gap.count("\n") < 2 and not broken


def _close_run(text: str, words: list[re.Match[str]], particles: set[str]) -> Iterator[Run]:
    while words and words[-1][0].casefold() in particles and words[-1][0].islower():
        words.pop()
    if not words:
        return
    start, end = words[0].start(), words[-1].end()
    last = words[-1][0]
    if last.endswith(("'s", "’s")):
        end, last = end - 2, last[:-2]
    before = SPLITTING.split(text[max(0, start - REACH) : start])[-1]
    after = text[end : end + REACH]
    yield Run(start, end, (*(word[0] for word in words[:-1]), last), before, after)


def _fold(run: Run) -> str:
    return fold_name(" ".join(run.words))


def _join(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w)))) + ")"
