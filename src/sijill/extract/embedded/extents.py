"""How much of a place is taken, held or left: the whole, a part, a share; and lists that mix the two."""

from dataclasses import replace

from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.slots import Slots
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import Figure

REACH = 12  # words


def read_extent(s: Sentence, event: Event, figures: tuple[Figure, ...]) -> str | None:
    """Whether control of the whole place or a part of it is told ("parts of", "several buildings", "70%", "all over")."""
    if event.kind not in ("capture", "held", "contested", "handover", "withdrawal"):
        return None
    share = next((f for f in figures if f.measure == "percent" and f.low), None)
    if share is not None:
        return f"{share.low / 100:.2f}"
    if event.kind == "held" and _is_some_of(s, event):
        return "part"
    near = [w for o in [*event.objects, *event.words] for w in s.subtree(o) if abs(w - o) < REACH]
    words = {s.lower[w] for w in near}
    if words & s.lexicon.words("extent", "whole") and "not" not in words:
        some = s.lexicon.words("grammar", "posts") | {"point", "points"}
        return "part" if any(s.nouns[o] in some or s.lower[o] in some for o in event.objects) else "whole"
    nouns = {s.nouns[w] for w in near}
    if nouns & s.lexicon.words("extent", "part_nouns") or words & s.lexicon.words("extent", "part_words"):
        return "part"
    return None


def _is_some_of(s: Sentence, event: Event) -> bool:
    """ "The X-held neighbourhoods of Y" are not all of Y."""
    head = s.heads[event.index]
    return (
        s.relations[event.index] in ("amod", "acl", "acl:relcl")
        and not s.name_at(head)
        and s.nouns[head] in s.lexicon.classes["place"]
        and any(s.name_at(w) for _, w in find_obliques(s, head))
    )


def split_list(s: Sentence, draft: Draft) -> list[Draft]:
    """Give what was taken whole a claim of its own: "took parts of the estate, as well as the mill and the depot"."""
    if draft.extent != "part" or draft.event.frame.part == "noun":
        return [draft]
    partial = s.lexicon.words("extent", "part_nouns")
    first = next((o for o in draft.event.objects if s.nouns[o] in partial), None)
    if first is None:
        return [draft]
    listed = [
        c for c in s.has(first, "conj") if s.name_at(c) and c <= draft.quote[1] and s.nouns[c] not in partial
    ]
    added = [c for c in s.has(listed[0], "cc") if s.lower[c] == "as"] if listed else []
    if not added:
        return [draft]
    low, high = added[0], max(w for c in listed for w in s.phrase(c))
    words = range(low, high + 1)
    names = {s.span_text(s.phrase(c)).removeprefix("the ") for c in listed}
    inside = tuple(p for p in draft.slots.places if p.name in names)
    if not inside:
        return [draft]
    last = max(w for w in range(draft.quote[0], low) if s.tags[w] != "PUNCT")
    rest = tuple(p for p in draft.slots.places if p not in inside)
    slots = draft.slots
    own = replace(
        draft,
        quote=(words[0], words[-1]),
        span=(s.tokens[words[0]].start, s.tokens[words[-1]].end),
        slots=Slots(actors=slots.actors, targets=slots.targets, places=inside),
        extent=None,
        figures=(),
        merged=[],
    )
    draft.quote, draft.span = (draft.quote[0], last), (draft.span[0], s.tokens[last].end)
    draft.slots = Slots(actors=slots.actors, targets=slots.targets, places=rest)
    return [draft, own]
