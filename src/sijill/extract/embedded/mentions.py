"""What a report tells once: events only mentioned again, places of another time, figures of two claims.

A bare mention ("after the attack", "when the fighting was over") sets a scene and tells no event of its own: nothing stands
with the noun, and the report has told such an event before.
"""

from collections import defaultdict

from sijill.extract.embedded.arguments import find_earlier
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.outcomes import OTHER_TOLLS
from sijill.extract.embedded.tree import Sentence
from sijill.model import Figure, replace

_POINTING = frozenset({"the", "this", "that", "these", "those"})
_BARE = frozenset({"det", "case", "punct", "mark", "cc"})
_AGAIN = frozenset({"same", "latest", "recent", "new", "whole", "entire", "ongoing", "heavy", "fierce"})
# Kinds of which one may be spoken of by the noun of another.
_FAMILIES = (
    frozenset({"clash", "ground_attack", "repelled_attack", "capture", "contested"}),
    frozenset({"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack", "ground_attack"}),
    frozenset(
        {"casualties", "air_strike", "drone_strike", "shelling", "bombing", "violence_against_civilians"}
    ),
    frozenset({"agreement", "negotiation", "ceasefire"}),
    frozenset({"evacuation", "displacement", "withdrawal"}),
)


# Measures that give way to one that says more of a number.
ARMS = frozenset({"tanks", "vehicles", "weapons", "aircraft"})
ARMS_LOST = frozenset({"weapons_surrender", "equipment_loss"})
VAGUE = frozenset({"other", "fighters", "civilians"})


def drop_mentions(sentences: list[Sentence], drafts: list[Draft]) -> list[Draft]:
    """The drafts less those that only point back at an event told before."""
    kept: list[Draft] = []
    for draft in drafts:
        if not (_is_bare(sentences[draft.sentence], draft) and any(_are_kin(draft, one) for one in kept)):
            kept.append(draft)
    return kept


def _is_bare(s: Sentence, draft: Draft) -> bool:
    """Whether the event is a noun with an article that points back, and says nothing else of it."""
    i = draft.event.index
    if draft.event.frame.part != "noun" or s.tags[i] != "NOUN" or draft.stance != "asserts":
        return False
    if draft.figures or draft.merged or any(slot.why is None for slot in draft.slots.places):
        return False
    if any(party.why is None for party in (*draft.slots.actors, *draft.slots.targets)):
        return False
    pointing = any(s.lower[c] in _POINTING for c in s.has(i, "det"))
    others = [c for c in s.children[i] if s.relations[c] not in _BARE and s.lower[c] not in _AGAIN]
    return pointing and not others and draft.quote[1] - draft.quote[0] < 5


def _are_kin(draft: Draft, other: Draft) -> bool:
    kinds = {draft.event.kind, other.event.kind}
    told = other.stance == "asserts" and other.event.index != draft.event.index
    return told and (len(kinds) == 1 or any(kinds <= family for family in _FAMILIES))


def give_figures(sentences: list[Sentence], drafts: list[Draft]) -> None:
    """Leave each figure of a sentence with one claim, so that no number is told twice: the one whose words hold it, else
    the one that is nearest. Claims of the same kind keep theirs (two voices on one toll), unless one voice tells both and
    the number stands in the words of one only.
    """
    known = {(d.sentence, f.text): d for d in drafts for f in d.figures if f.measure not in VAGUE}
    for draft in drafts:
        draft.figures = tuple(
            f
            for f in draft.figures
            if f.measure not in VAGUE or known.get((draft.sentence, f.text), draft) is draft
        )
    _give_arms(sentences, drafts)
    holders: dict[tuple, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for figure in draft.figures:
            if figure.text:
                at = find_figure(sentences[draft.sentence], figure)
                holders[draft.sentence, at, figure.text, figure.measure, figure.subset].append(draft)
    for (k, at, text, measure, subset), rivals in holders.items():
        if len(rivals) < 2 or len({draft.stance for draft in rivals}) > 1:
            continue
        own = [draft for draft in rivals if _tells(draft, measure)]
        owner = min(own or rivals, key=lambda draft: _distance(sentences[k], draft, at, text))
        inside = not _distance(sentences[k], owner, at, text)[0]
        for draft in rivals:
            beside = inside and draft.voice == owner.voice and _distance(sentences[k], draft, at, text)[0]
            if draft.event.kind != owner.event.kind or beside:
                draft.figures = tuple(
                    f for f in draft.figures if (f.text, f.measure, f.subset) != (text, measure, subset)
                )


def _give_arms(sentences: list[Sentence], drafts: list[Draft]) -> None:
    """“5,000 left, after the group had surrendered arms, including five carriers”: the carriers are of what was surrendered."""
    for draft in drafts:
        if draft.event.kind in ARMS_LOST:
            continue
        s = sentences[draft.sentence]
        losses = {
            d.event.index: d for d in drafts if d.sentence == draft.sentence and d.event.kind in ARMS_LOST
        }
        for figure in [f for f in draft.figures if losses and f.measure in ARMS and f.text]:
            at = find_figure(s, figure)
            word = next((i for i, t in enumerate(s.tokens) if t.start <= at < t.end), None)
            own = set(draft.event.words)
            nearest = (
                next((p for p in s.path(word) if p in losses or p in own), None) if word is not None else None
            )
            if nearest in losses:
                draft.figures = tuple(f for f in draft.figures if f is not figure)
                if all((f.text, f.measure) != (figure.text, figure.measure) for f in losses[nearest].figures):
                    losses[nearest].figures += (figure,)


def drop_unsaid_states(drafts: list[Draft]) -> list[Draft]:
    """The drafts less those that say that something is held, and neither by whom nor which place it is ("liberated areas")."""
    return [
        draft
        for draft in drafts
        if draft.event.kind != "held"
        or draft.slots.actors
        or draft.event.subjects
        or any(c.isupper() for place in draft.slots.places for c in place.name)
    ]


def drop_distances(drafts: list[Draft]) -> None:
    """Keep a distance only where it draws a place of the claim (“ten kilometres from X”): the range of a rocket, or how far a
    town lies from the capital, counts nothing that happened.
    """
    for draft in drafts:
        drawn = " ".join(f"{place.relation} {place.name}" for place in draft.slots.places)
        draft.figures = tuple(
            f for f in draft.figures if f.measure != "distance" or (f.text and f.text in drawn)
        )


def drop_places_apart(s: Sentence, draft: Draft) -> None:
    """“A week after the raid on the positions, the army turned to X”: the raid is not told to have been on X."""
    apart = find_earlier(s, draft.event.index)
    if apart is None:
        return
    words = s.subtree(apart)
    own = s.span_text(words)
    kept = tuple(place for place in draft.slots.places if place.why is not None or place.name in own)
    draft.slots = replace(draft.slots, places=kept)


def _tells(draft: Draft, measure: str) -> bool:
    """Whether a number of this measure is this claim's before all others: prisoners a detention's, the dead a toll's."""
    toll = draft.event.kind == "casualties" and draft.event.frame.part == "noun"
    own = draft.event.kind in (OTHER_TOLLS.get(measure), "abduction" if measure == "captured" else None)
    return own or (measure in ("killed", "wounded") and toll)


def find_figure(s: Sentence, figure: Figure) -> int:
    """Where the words of a figure begin in the document; of several such words, those before what is counted, or -1.

    The "5" of "15 dead and 5 hurt" is not that of "15", nor the "five" of "five thousand left with five tanks" the first.
    """
    text, counted = figure.text or "", (figure.who or "").split("(")[0].split()
    found = [
        k
        for k, token in enumerate(s.tokens)
        if text
        and s.text.startswith(text, token.start)
        and any(token.start + len(text) == other.end for other in s.tokens[k:])
    ]

    def reach(k: int) -> int:
        follows = (m for m, token in enumerate(s.tokens[k:]) if token.text in counted)
        return next(follows, len(s.tokens))

    return s.tokens[min(found, key=reach)].start if found else s.text.find(text, s.start, s.end)


def _distance(s: Sentence, draft: Draft, at: int, text: str) -> tuple[bool, int]:
    """How far a figure that begins at `at` is from a claim: outside its quote or not, then characters from its trigger."""
    trigger = s.tokens[draft.event.index].start
    outside = not (draft.span[0] <= at and at + len(text) <= draft.span[1])
    return outside, abs(at - trigger)
