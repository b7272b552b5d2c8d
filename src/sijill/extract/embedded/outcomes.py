"""Which events are told together: outcomes folded into attacks, tolls split, moves joined, doubles dropped."""

from dataclasses import replace

from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.clause import Reading
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.kinds import MEANS, VIOLENT
from sijill.extract.embedded.slots import Slots
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import Figure
from sijill.model import replace as change

BESIDE = 3  # words between the parts of one toll

OTHER_TOLLS = {
    "captured": "detention",
    "tanks": "equipment_loss",
    "vehicles": "equipment_loss",
    "aircraft": "equipment_loss",
    "weapons": "equipment_loss",
}


def merge_outcomes(
    s: Sentence, kept: list[tuple[Event, Reading]]
) -> tuple[list[tuple[Event, Reading]], dict[int, list[Event]]]:
    """Fold "…, killing six" into the strike that killed, and a strike into the killing that is laid to it."""
    merged: dict[int, list[Event]] = {}
    home: dict[int, Event] = {}  # the event that another was folded into
    gone: set[int] = set()
    by_word = {w: (e, r) for e, r in kept for w in e.words}
    for event, reading in kept:
        if id(event) in gone or not event.frame.get("harm"):
            continue
        parent = by_word.get(s.heads[event.index])
        if parent and event.frame.part != "noun" and _is_outcome(s, event, reading, *parent):
            target = home.get(id(parent[0]), parent[0])
            merged.setdefault(id(target), []).append(event)
            home[id(event)] = target
            gone.add(id(event))
            continue
        for other in _means_below(s, event, by_word):
            gone.add(id(other))
            if other.kind == "clash" and event.kind == "casualties":
                merged.setdefault(id(event), []).append(other)
            elif other.frame.part != "noun":
                event.kind = other.kind
                merged.setdefault(id(event), []).append(other)
    gone |= _foiled(s, kept, by_word)
    gone |= {id(e) for e, _ in kept if any(e is not o and e.index in o.words for o, _ in kept)}
    return [(e, r) for e, r in kept if id(e) not in gone], merged


def _is_outcome(s: Sentence, event: Event, reading: Reading, parent: Event, parent_reading: Reading) -> bool:
    """Whether a harm is only the outcome of the event above it, or a second harm of the same breath."""
    relation = s.relations[event.index]
    if relation == "conj" and parent.frame.get("harm"):
        return not s.has(event.index, "nsubj", "obl:agent") and not (
            s.has(event.index, "nsubj:pass") and s.has(event.index, "obl")
        )
    if relation == "acl:relcl" and parent.frame.part == "noun" and parent.kind in VIOLENT - {"casualties"}:
        return any(case == "in" and s.lower[w] == "which" for case, w in find_obliques(s, event.index))
    same = parent is not event and parent.kind in VIOLENT and parent_reading.stance == reading.stance
    return same and relation in ("advcl", "xcomp", "acl")


def _means_below(s: Sentence, event: Event, by_word: dict[int, tuple[Event, Reading]]) -> list[Event]:
    """The strikes and clashes that a harm is laid to: "killed in clashes", "shelling killed", "killed when a bomb exploded"."""
    near = {event.index, *(w for _, w in find_obliques(s, event.index))}
    near |= set(s.has(event.index, "conj"))
    out = []
    for w in [*s.subtree(event.index), *event.subjects]:
        other = by_word.get(w, (event, None))[0]
        if other is event or w in event.words:
            continue
        if other.frame.part == "noun":
            fits = other.kind == event.kind or other.kind in ("clash", "ground_attack", "casualties")
            if (w in event.subjects and other.kind in VIOLENT) or (
                s.heads[w] in near and fits and other.kind in VIOLENT
            ):
                out.append(other)
        elif other.kind in MEANS and s.relations[w] == "advcl" and s.heads[w] in near and _is_when(s, w):
            out.append(other)
    return out


def _is_when(s: Sentence, v: int) -> bool:
    words = {s.lower[c] for c in s.has(v, "mark", "advmod")}
    times = s.lexicon.words("grammar", "times")
    if any(s.nouns[c] in times for c in s.has(v, "obl:unmarked", "obl:npmod", "advmod", "obl")):
        return False  # "killed in clashes, a day after they shelled the town"
    return bool(words & {"when", "as", "after"})


def _foiled(
    s: Sentence, kept: list[tuple[Event, Reading]], by_word: dict[int, tuple[Event, Reading]]
) -> set[int]:
    """The attack nouns that a repelling is told of: "repelled an attack on the base" is one claim."""
    return {
        id(by_word[w][0])
        for event, _ in kept
        if event.kind == "repelled_attack" and event.frame.part != "noun"
        for o in event.objects
        for w in [o, *s.has(o, "acl")]  # "thwarted an attempt to storm the camp"
        if w in by_word and (by_word[w][0].frame.part == "noun" or w != o)
    }


def split_toll(s: Sentence, draft: Draft) -> list[Draft]:
    """Give the prisoners and the lost arms of a toll ("48 dead, in addition to 8 prisoners and 3 tanks") claims of their own."""
    if draft.event.kind != "casualties" or len(draft.figures) < 2:
        return [draft]
    out, kept = [], []
    for figure in draft.figures:
        kind = OTHER_TOLLS.get(figure.measure)
        if kind is None:
            kept.append(figure)
            continue
        span = _list_span(s, draft, figure)
        event = replace(draft.event, kind=kind)
        slots = draft.slots
        out.append(replace(draft, event=event, span=span, slots=slots, figures=(figure,), merged=[]))
    if not out:
        return [draft]
    draft.figures = tuple(kept)
    first = min(part.span[0] for part in out)
    if kept and first > draft.span[0] + 20:
        last = max(
            i
            for i in range(draft.quote[0], draft.quote[1] + 1)
            if s.tokens[i].end <= first
            and s.tags[i] not in ("PUNCT", "CCONJ", "ADP", "ADV")
            and s.lower[i] not in s.lexicon.words("grammar", "adding")
        )
        draft.quote, draft.span = (draft.quote[0], last), (draft.span[0], s.tokens[last].end)
    return [draft, *out] if kept else out


def _list_span(s: Sentence, draft: Draft, figure: Figure) -> tuple[int, int]:
    """The part of a toll that holds one figure: back to "in addition to" or "as well as", on to the end of the phrase."""
    words = [
        i
        for i in range(draft.quote[0], draft.quote[1] + 1)
        if figure.text and s.text[s.tokens[i].start :].startswith(figure.text)
    ]
    at = words[0] if words else draft.quote[0]
    head = s.heads[at] if s.relations[at] == "nummod" else at
    while (
        s.relations[head] == "conj" and s.heads[head] > draft.event.index and s.tags[s.heads[head]] != "VERB"
    ):
        head = s.heads[head]
    skip = frozenset(
        k
        for k in s.subtree(head)
        if s.relations[k] in ("acl:relcl", "advcl", "parataxis", "acl")
        or (s.relations[k] == "conj" and all(s.tags[w] != "NUM" for w in s.subtree(k)))
    )
    inside = [w for w in s.subtree(head, skip) if s.tags[w] != "PUNCT" and w >= at - 6] or [at]
    first = back = next((w for w in sorted([*inside, at]) if s.tags[w] != "ADP"), at)
    linking = s.lexicon.words("grammar", "adding")
    while back > draft.quote[0] and (s.tags[back - 1] == "ADP" or s.lower[back - 1] in linking):
        back -= 1
    if linking & set(s.lower[back:first]):
        first = back
    return s.tokens[first].start, s.tokens[max([*inside, at])].end


def join_moves(s: Sentence, drafts: list[Draft]) -> list[Draft]:
    """One movement told by two verbs ("exit the city and head to the coast") is one claim with both its ends."""
    out: list[Draft] = []
    for draft in drafts:
        last = next(
            (
                o
                for o in reversed(out)
                if o.event.kind in ("evacuation", "displacement") and o.event.frame.part != "noun"
            ),
            None,
        )
        tied = (
            last is not None
            and draft.event.kind == last.event.kind
            and draft.event.frame.part != "noun"
            and draft.stance == last.stance
            and draft.voice == last.voice
        )
        if (
            tied
            and s.heads[draft.event.index] in last.event.words
            and s.relations[draft.event.index] in ("conj", "xcomp", "advcl")
            and not s.has(draft.event.index, "nsubj", "nsubj:pass")
        ):
            last.span = (min(last.span[0], draft.span[0]), max(last.span[1], draft.span[1]))
            last.quote = (min(last.quote[0], draft.quote[0]), max(last.quote[1], draft.quote[1]))
            places = last.slots.places + tuple(p for p in draft.slots.places if p not in last.slots.places)
            last.slots = Slots(
                actors=last.slots.actors or draft.slots.actors, targets=last.slots.targets, places=places
            )
            last.figures = last.figures + tuple(f for f in draft.figures if f not in last.figures)
        else:
            out.append(draft)
    return out


def join_tolls(drafts: list[Draft]) -> list[Draft]:
    """“512 have been killed and 4,193 wounded in the fighting”: one toll of two figures."""
    out: list[Draft] = []
    for draft in drafts:
        last = out[-1] if out else None
        if (
            last is not None
            and last.sentence == draft.sentence
            and last.event.kind == draft.event.kind == "casualties"
            and (last.stance, last.voice) == (draft.stance, draft.voice)
            and last.figures
            and draft.figures
            and not draft.slots.targets
            and draft.slots.actors in ((), last.slots.actors)
            and 0 < draft.quote[0] - last.quote[1] <= BESIDE
            and not {f.measure for f in last.figures} & {f.measure for f in draft.figures}
        ):
            whose = last.figures[-1].who
            last.figures += tuple(f if f.who else change(f, who=whose) for f in draft.figures)
            last.quote = (last.quote[0], draft.quote[1])
            last.span = (last.span[0], draft.span[1])
            last.slots = change(last.slots, places=last.slots.places or draft.slots.places)
            last.merged.append(draft.event)
        else:
            out.append(draft)
    return out


def join_strikes(sentences: list[Sentence], drafts: list[Draft]) -> list[Draft]:
    """“150 raids struck the town, and 19 were killed”: two drafts of one strike, one quote within the other, are one."""
    out: list[Draft] = []
    for draft in drafts:
        twin = next((o for o in out if _is_one_strike(sentences[draft.sentence], o, draft)), None)
        if twin is None:
            out.append(draft)
            continue
        longer, other = (
            (draft, twin) if draft.span[1] - draft.span[0] > twin.span[1] - twin.span[0] else (twin, draft)
        )
        known = {(f.text, f.measure) for f in longer.figures}
        longer.figures += tuple(f for f in other.figures if (f.text, f.measure) not in known)
        own, more = longer.slots, other.slots
        longer.slots = Slots(
            actors=own.actors or more.actors,
            targets=own.targets or more.targets,
            places=own.places or more.places,
        )
        longer.merged.append(other.event)
        out[out.index(twin)] = longer
    return out


def _is_one_strike(s: Sentence, one: Draft, other: Draft) -> bool:
    """Whether one of two strikes is told by its dead alone, in words that tell the other too."""
    if (one.sentence, one.event.kind, one.stance, one.voice) != (
        other.sentence,
        other.event.kind,
        other.stance,
        other.voice,
    ):
        return False
    harm = s.lexicon.words("grammar", "killing") | s.lexicon.words("grammar", "wounding")
    by_the_dead = any(s.verb(d.event.index) in harm for d in (one, other))
    return one.event.kind in MEANS and by_the_dead and _overlap(one.span, other.span) >= 1


def share_actors(s: Sentence, drafts: list[Draft]) -> None:
    """A verb coordinated with another event and without a subject of its own has that event's actors."""
    by_word = {w: d for d in drafts for w in d.event.words}
    for draft in drafts:
        v = draft.event.index
        parent = by_word.get(s.heads[v]) if s.relations[v] in ("conj", "advcl", "xcomp") else None
        if (
            parent is not None
            and not draft.slots.actors
            and not s.has(v, "nsubj", "nsubj:pass")
            and draft.event.frame.part != "noun"
            and draft.event.kind != "casualties"
        ):
            draft.slots = Slots(
                actors=parent.slots.actors, targets=draft.slots.targets, places=draft.slots.places
            )


def drop_doubles(drafts: list[Draft]) -> list[Draft]:
    """Of two drafts of one kind where one quote holds the other and nothing differs, the one with more said stays."""
    out: list[Draft] = []
    for draft in drafts:
        twin = next(
            (
                o
                for o in out
                if o.event.kind == draft.event.kind
                and _overlap(o.span, draft.span) > 0.6
                and o.stance == draft.stance
            ),
            None,
        )
        if twin is None:
            out.append(draft)
        elif _weight(draft) > _weight(twin):
            out[out.index(twin)] = draft
    return out


def _weight(draft: Draft) -> tuple[int, int, int]:
    return (
        len(draft.figures),
        len(draft.slots.actors) + len(draft.slots.targets) + len(draft.slots.places),
        draft.event.frame.part != "noun",
    )


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / max(1, min(a[1] - a[0], b[1] - b[0]))
