"""Who is meant by a name as written: an actor of the pack, several that it might be, or nobody that can be said."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from sijill.model import ActorRef, Claim, Frozen, replace
from sijill.names import compare_names, fold_name, sound_key, split_head
from sijill.packs import Actor, Source
from sijill.resolve.context import DocumentContext
from sijill.resolve.index import Entry, NameIndex, is_acronym
from sijill.resolve.phrases import Reading, Vocabulary, clean_name, read_phrases, read_vocabulary

# A misspelling is forgiven in names of this length that are this much alike, if no other name comes near.
_LONG, _ALIKE, _MARGIN = 9, 0.9, 0.05
# A pronoun is read as the one actor of the claim before it, when that is not further off than this.
_PRONOUN_REACH = 240

UNLIKE = "no name of the pack is spelt like it"
WHOSE = "a common word, and nothing in the document says whose they are"


class Resolution(Frozen):
    """The actor, why it is that one, and who else it might be; no actor where it cannot be said."""

    actor: Actor | None = None
    why: str = ""
    candidates: tuple[str, ...] = ()
    side: str | None = None


class ActorResolver:
    """Resolves names of actors within one document."""

    def __init__(self, context: DocumentContext):
        self.context = context
        self.pack = context.pack
        self.words = read_vocabulary(context.pack)

    def resolve_ref(self, ref: ActorRef, day: str | None, claim: Claim | None = None) -> ActorRef:
        """The reference with the id, side and label of whom it names, and why; with candidates where it is not sure."""
        found = self.resolve(ref.name, day)
        if found.actor is None and claim is not None:
            found = self._resolve_by_speaker(ref.name, claim, day) or found
        return fill_ref(ref, found)

    def resolve(self, name: str, day: str | None) -> Resolution:
        """Whom a name means on a day (None = not known)."""
        name = clean_name(name)
        if not name or (name.lower() in self.words.pronouns and not is_acronym(name)):
            return Resolution(why="a pronoun" if name else "no name is given")
        best: Resolution | None = None
        for reading in read_phrases(name, self.words):
            found = self._look_up(reading, day)
            if found is None:
                continue
            if found.actor or found.candidates:
                return found
            best = best or found
        return (
            self._resolve_list(name, day)
            or self._forgive_spelling(name, day)
            or best
            or self._list_likely(name)
        )

    def _look_up(self, reading: Reading, day: str | None) -> Resolution | None:
        entries = self.context.index.find(reading.text, Actor)
        grounds = "a name the pack gives" if entries else "another spelling of a name the pack gives"
        if not entries and not reading.possessor:
            entries = self.context.index.find_sounds(reading.text, Actor)
            entries = [
                e
                for e in entries
                if compare_names(e.alias.name, reading.text, self.words.heads).score >= 0.95
            ]
        if not entries or (reading.possessor and not any(e.alias.weak or e.record.generic for e in entries)):
            return None
        fitting = [entry for entry in entries if self.context.accepts(entry, day)]
        told = [entry for entry in fitting if entry.alias.needs and not entry.alias.alone]
        if told:  # whom the document itself points to, before a name that is left open
            fitting = [entry for entry in fitting if not entry.record.candidates]
        if reading.named_body:
            fitting = [entry for entry in fitting if entry.record.forces]
        if reading.specific:
            fitting = [entry for entry in fitting if not entry.record.generic and not entry.alias.weak]
        if not fitting:
            return Resolution(why=self._explain_refusal(entries, day))
        return self._choose(fitting, reading, day, grounds)

    def _explain_refusal(self, entries: list[Entry], day: str | None) -> str:
        names = ", ".join(sorted({entry.record.name for entry in entries if self._may_mean(entry)}))
        if not names:
            return WHOSE
        return f"could name {names}, but not in this document" + (f" on {day}" if day else "")

    def _may_mean(self, entry: Entry) -> bool:
        """Whether a common word ("soldiers") may mean that actor: not that of a country of which the document does not speak."""
        alias = entry.alias
        common = alias.weak or alias.needs or entry.record.generic
        return not common or self.context.is_about(entry.record.country)

    def _choose(self, entries: list[Entry], reading: Reading, day: str | None, grounds: str) -> Resolution:
        actors = list({entry.record.id: entry.record for entry in entries}.values())
        if len(actors) > 1:
            actors = self._prefer(actors)
        if len(actors) > 1:
            known = "" if day else "; the report has no date that would tell"
            return self._leave_open(actors, day, f"{len(actors)} actors have this name{known}")
        actor = actors[0]
        if actor.candidates:
            known = [self.pack.actor(one) for one in actor.candidates]
            return Resolution(why="a name that fits several and none exactly: left unresolved", side=self._side(actor, day),
                              candidates=tuple(one.id for one in known if one))  # fmt: skip
        forces = self.pack.actor(actor.forces) if reading.forces else None
        steps = [step for step in reading.steps if step]
        basis = "" if day else self._explain_era()
        said = f"“{reading.text}” is {grounds}" + (f" ({'; '.join(steps)})" if steps else "") + basis
        return Resolution(actor=forces or actor, why=said, side=self._side(forces or actor, day))

    def _prefer(self, actors: list[Actor]) -> list[Actor]:
        """Those of the country that the document is mostly about, where they differ in country."""
        counts = {actor.id: self.context.countries[actor.country] for actor in actors if actor.country}
        most = max(counts.values(), default=0)
        leading = [actor for actor in actors if counts.get(actor.id, 0) == most and most]
        others = [counts.get(actor.id, 0) for actor in actors if actor not in leading]
        return leading if leading and most >= 2 * max(others, default=0) else actors

    def _explain_era(self) -> str:
        start, end = self.context.era
        if not start and not end:
            return ""
        span = " and ".join(part for part in (f"not before {start}" if start else "", f"not after {end}" if end else "")
                            if part)  # fmt: skip
        return f"; the report has no date, but those it names place it {span}"

    def _side(self, actor: Actor, day: str | None) -> str | None:
        return self.context.find_side(actor, day)

    def _leave_open(self, actors: Iterable[Actor], day: str | None, why: str) -> Resolution:
        actors = list(actors)
        sides = {self._side(actor, day) for actor in actors}
        return Resolution(why=why, candidates=tuple(actor.id for actor in actors),
                          side=sides.pop() if len(sides) == 1 else None)  # fmt: skip

    def _resolve_list(self, name: str, day: str | None) -> Resolution | None:
        """ "X and Y" is X where both are, else it names several and no one id can stand for them."""
        parts = [part for part in self.words.joint.split(name) if part and part.strip()]
        if len(parts) < 2:
            return None
        found = [self.resolve(part, day) for part in parts if part != name]
        if not all(one.actor or one.candidates for one in found):
            named = tuple(one.actor.id for one in found if one.actor)
            return Resolution(why="a list of which not all are known", candidates=named) if named else None
        actors = list({one.actor.id: one.actor for one in found if one.actor}.values())
        if len(actors) == 1 and all(one.actor for one in found):
            return Resolution(actor=actors[0], why="all of the list are one", side=self._side(actors[0], day))
        sides = {one.side for one in found}
        several = tuple(dict.fromkeys([a.id for a in actors] + [c for one in found for c in one.candidates]))
        return Resolution(
            why="a list of several", candidates=several, side=sides.pop() if len(sides) == 1 else None
        )

    def _forgive_spelling(self, name: str, day: str | None) -> Resolution | None:
        """A long proper name with a slip in it, when one name of the pack comes near and no other does."""
        if len(name) < _LONG or is_acronym(name) or not name[:1].isupper() or name.isupper():
            return None
        head, rest = split_head(name, self.words.heads)
        sounds = sound_key(rest)
        scores: dict[str, tuple[float, Entry]] = {}
        for other, entry in _list_long(self.context.index, self.words).get(head, ()):
            likeness = DamerauLevenshtein.normalized_similarity(sounds, other, score_cutoff=_ALIKE - _MARGIN)
            if likeness > scores.get(entry.record.id, (0.0, entry))[0]:
                scores[entry.record.id] = likeness, entry
        ranked = sorted(scores.values(), key=lambda one: -one[0])
        if not ranked or ranked[0][0] < _ALIKE or (len(ranked) > 1 and ranked[1][0] > ranked[0][0] - _MARGIN):
            return None
        entry = ranked[0][1]
        if not self.context.accepts(entry, day):
            return None
        return Resolution(
            actor=entry.record,
            why=f"spelt almost like “{entry.alias.name}”",
            side=self._side(entry.record, day),
        )

    def _list_likely(self, name: str) -> Resolution:
        """Nobody, with those who share the name's consonants and its noun for the body: a key alone decides nothing."""
        is_class = (
            fold_name(name) in self.words.people_heads | self.words.force_heads
        )  # "Militias" opens a sentence
        named = not is_class and (name[:1].isupper() or not name.isascii())
        near = self.context.index.find_keys(name, Actor) if named else []
        likely = [e for e in near if compare_names(e.alias.name, name, self.words.heads).score >= 0.7]
        ids = tuple(dict.fromkeys(entry.record.id for entry in likely if not entry.record.candidates))
        if not ids and (person := self._find_person(name)):
            party = (person.speaks_for,) if self.pack.actor(person.speaks_for) else ()
            return Resolution(why=f"a person, {person.name}, not a party", candidates=party,
                              side=self.context.find_side(person, self.context.day))  # fmt: skip
        return Resolution(why=UNLIKE, candidates=ids)

    def _find_person(self, name: str) -> Source | None:
        """The person of that name who speaks in this document, if the pack knows one."""
        entries = [e for e in self.context.index.find(name, Source) if e.record.kind == "person"]
        people = {e.record.id: e.record for e in entries if self.context.accepts(e, self.context.day)}
        return people.popitem()[1] if len(people) == 1 else None

    def _resolve_by_speaker(self, name: str, claim: Claim, day: str | None) -> Resolution | None:
        """ "We" and "our forces" are the speaker's; "his fighters" are those of the person who speaks."""
        first, _, rest = clean_name(name).partition(" ")
        low = first.lower()
        mine = low in self.words.pronouns_first or (low in self.words.first and rest)
        his = low in self.words.third and rest and low in ("his", "her")
        source = self.pack.source((claim.speaker.id or "").partition(":")[0])
        owner = self.pack.actor((source.speaks_for if source else None) or claim.speaker.id)
        if not owner or not (mine or (his and source)):
            return None
        last = fold_name(rest).split()[-1] if rest else ""
        meant = self.pack.actor(owner.forces) if owner.forces and last in self.words.force_heads else owner
        return Resolution(
            actor=meant, why=f"the speaker's own, who speaks for {owner.name}", side=self._side(meant, day)
        )

    def resolve_pronoun(self, ref: ActorRef, claim: Claim, before: Claim | None, day: str | None) -> ActorRef:
        """ "They" as the one actor of the claim just before, in the same paragraph; else left unresolved."""
        name = clean_name(ref.name).lower()
        if ref.id or name not in self.words.plural | self.words.singular or before is None:
            return ref
        between = self.context.document.text[min(before.end, claim.start) : claim.start]
        if "\n" in between or claim.start - before.start > _PRONOUN_REACH + len(before.quote):
            return ref
        ids = {actor.id for actor in before.actors}
        actor = self.pack.actor(ids.pop()) if len(ids) == 1 and None not in ids else None
        if actor is None:
            return ref
        why = f"“{ref.name}” taken for the actor of the claim before"
        return fill_ref(replace(ref, why=None), Resolution(actor=actor, why=why, side=self._side(actor, day)))


@lru_cache(maxsize=8)
def _list_long(index: NameIndex, words: Vocabulary) -> dict[str | None, list[tuple[str, Entry]]]:
    """The long names of actors by the class of body they say, each with how the rest of it sounds."""
    found: dict[str | None, list[tuple[str, Entry]]] = defaultdict(list)
    for entries in index.by_sound.values():
        for entry in entries:
            if (
                isinstance(entry.record, Actor)
                and len(entry.alias.name) >= _LONG
                and not entry.record.candidates
            ):
                head, rest = split_head(entry.alias.name, words.heads)
                found[head].append((sound_key(rest), entry))
    return dict(found)


def fill_ref(ref: ActorRef, found: Resolution) -> ActorRef:
    """The reference as resolved; what was already filled in stays."""
    return ActorRef(
        name=ref.name,
        id=ref.id or (found.actor.id if found.actor else None),
        side=ref.side or found.side,
        label=ref.label or (found.actor.name if found.actor else None),
        why="; ".join(dict.fromkeys(part for part in (ref.why, found.why) if part)) or None,
        candidates=ref.candidates or found.candidates,
    )
