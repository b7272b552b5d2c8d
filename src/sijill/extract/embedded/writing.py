"""Names as a careful coder writes them down: with the abbreviation beside them, in full, and without an office before them.

“Town Relief Watch (TRW)” keeps its abbreviation where the report gives it; “Haddad” is the Samir Haddad named before;
“foreign minister Samir Haddad” is Samir Haddad, but a rank stays; “state news agency ANA” is ANA.
"""

import re
from dataclasses import replace as change

from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.tree import Sentence
from sijill.model import ActorRef, replace

LEADING = frozenset({"ADP", "CCONJ", "SCONJ", "DET"})  # words that belong to what comes after them
ENDLESS = frozenset({",", ":", "–", "—"})
BACK = 6  # sentences in which a name carried over may have been written
ABBREVIATED = r" \((?:the )?[A-Z][A-Za-z&-]{1,8}\)"


def write_names(sentences: list[Sentence], drafts: list[Draft]) -> None:
    """Write the actors, targets and speakers of every draft as the report does where it names them."""
    people = [_list_people(s) for s in sentences]
    for draft in drafts:
        k = draft.sentence
        around = sentences[max(0, k - BACK) : k + 1]
        draft.slots = replace(
            draft.slots,
            actors=_with_abbreviations(around, draft.slots.actors),
            targets=_with_abbreviations(around, draft.slots.targets),
        )
        if draft.voice.name != "publisher":
            name = _without_office(around, draft.voice.name)
            name = _in_full(name, [p for each in people[: k + 1] for p in each])
            draft.voice = change(draft.voice, name=_add_abbreviation(around, name))


def _with_abbreviations(around: list[Sentence], actors: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The names with their abbreviations, and none of these beside them once more."""
    names = [_add_abbreviation(around, a.name) for a in actors]
    return tuple(
        a if name == a.name else replace(a, name=name)
        for a, name in zip(actors, names, strict=True)
        if not any(other.endswith(f"({name})") for other in names)
    )


def _add_abbreviation(around: list[Sentence], name: str) -> str:
    """The name with what stands in brackets after it, where it was last written."""
    if not any(c.isupper() for c in name) or name.endswith(")"):
        return name
    for s in reversed(around):
        text = s.text[s.start : s.end]
        if name in text:
            found = re.search(rf"(?<!\w){re.escape(name)}(?P<short>{ABBREVIATED})", text)
            return name + found["short"] if found else name
    return name


def _list_people(s: Sentence) -> list[str]:
    """The full names of persons in a sentence, each of two words or more."""
    return [s.span_text(list(range(a, b))) for a, b, label in s.names if label == "PER" and b - a > 1]


def _in_full(name: str, people: list[str]) -> str:
    """A surname as the person's whole name, where the report gives one such before."""
    longer = {p for p in people if p.endswith(" " + name)}
    return longer.pop() if len(longer) == 1 else name


def _without_office(around: list[Sentence], name: str) -> str:
    """What a phrase ends in, if that is a name: a person with a rank, or a body after a word for what it is."""
    for s in reversed(around):
        start = s.text.find(name, s.start, s.end)
        if start < 0:
            continue
        words = [i for i, t in enumerate(s.tokens) if t.start >= start and t.end <= start + len(name)]
        joins = [i for i in words if s.tags[i] in ("ADP", "CCONJ", "PUNCT", "VERB") and s.name_at(i) is None]
        if not words or any(s.tokens[i].text not in "-–" and s.lower[i - 1] != "-" for i in joins):
            return name  # "a statement by …"; but "Secretary-General" and "state-run" are one word
        last = s.name_at(words[-1])
        if last is None:
            return name
        first = max(last[0], words[0])
        if last[2] != "PER":  # "state news agency ANA" may be one name
            first = next((i for i in words if i >= first and s.tokens[i].text[:1].isupper()), first)
        if first == words[0]:
            return name
        if last[2] == "PER":
            ranks = s.lexicon.words("grammar", "ranks")
            while first > words[0] and s.lower[first - 1].rstrip(".") in ranks:
                first -= 1
        elif s.tags[first - 1] != "NOUN" or not s.tokens[first - 1].text.islower():
            return name
        return s.text[s.tokens[first].start : start + len(name)]
    return name


def trim_quotes(sentences: list[Sentence], drafts: list[Draft]) -> None:
    """End no quote within a phrase that goes on behind it: “left for X on Thursday, among them” ends with the day."""
    for draft in drafts:
        s, (low, high) = sentences[draft.sentence], draft.quote
        last = high
        while last > max(low, draft.event.index):
            pair = s.tags[last] == "PRON" and s.tags[last - 1] == "ADP" and s.tokens[last - 2].text == ","
            if pair and last + 1 < len(s) and s.tokens[last + 1].text not in ".!?;":
                last -= 2
            elif s.tokens[last].text in ENDLESS or (s.heads[last] > last and s.tags[last] in LEADING):
                last -= 1
            else:
                break
        particle = last < high and s.relations[last + 1] == "compound:prt"
        if last < high and not particle and last >= max(draft.event.words, default=low):
            draft.quote, draft.span = (low, last), (draft.span[0], s.tokens[last].end)
