"""Who speaks: an outlet, agency, monitor, official or person of the pack, or a party that speaks for itself."""

from rapidfuzz.distance import DamerauLevenshtein

from sijill.model import ActorRef, Document, Frozen, hash_text
from sijill.names import fold_name
from sijill.packs import Actor, Place, Source
from sijill.resolve.actors import ActorResolver
from sijill.resolve.context import DocumentContext
from sijill.resolve.index import find_last, is_acronym
from sijill.resolve.phrases import clean_name, read_phrases

PUBLISHER = "publisher"
# Names shorter than this have neighbours one letter away.
_LONG = 8


class Voice(Frozen):
    """The source or party that speaks, and why it is that one."""

    record: Source | Actor | None = None
    why: str = ""
    candidates: tuple[str, ...] = ()
    side: str | None = None


class SpeakerResolver:
    """Resolves speakers and channels within one document."""

    def __init__(self, context: DocumentContext, actors: ActorResolver):
        self.context = context
        self.actors = actors
        self.words = actors.words
        self._voices: dict[str, list[str]] = {}  # the descriptions of unnamed voices so far, by their class

    def resolve_ref(self, ref: ActorRef, day: str | None, before: int | None = None) -> ActorRef:
        """The speaker with id, side and label; the outlet's own voice takes the document's publisher."""
        if ref.name == PUBLISHER:
            return self._fill_publisher(ref, day)
        if why := self._explain_own(clean_name(ref.name)):
            return self._fill_publisher(ref, day, why)
        voice = self.resolve(ref.name, day, before)
        record = voice.record
        return ActorRef(
            name=ref.name,
            id=ref.id or self._name_voice(ref.name, record),
            side=ref.side or voice.side,
            label=ref.label or self._label_voice(ref.name, record),
            why=ref.why or voice.why or None,
            candidates=ref.candidates or voice.candidates,
        )

    def _name_voice(self, name: str, record: Source | Actor | None) -> str | None:
        """The id of a record; of an unnamed voice, one for its description in this document and no other.

        "A second security source" is not the first, and "activists" of two reports are not shown to be the same.
        """
        if record is None or record.kind != "unspecified" or isinstance(record, Actor):
            return record.id if record else None
        return f"{record.id}:{hash_text(self.context.document.id, self._describe(name, record.id))}"

    def _label_voice(self, name: str, record: Source | Actor | None) -> str | None:
        if record is None or record.kind != "unspecified" or isinstance(record, Actor):
            return record.name if record else None
        return clean_name(name)

    def _describe(self, name: str, record_id: str) -> str:
        """The words that tell an unnamed voice from another; "the activists" after "local activists" are the same."""
        words = [word for word in fold_name(name).split() if word not in ("the", "a", "an")]
        described = " ".join(word.removesuffix("s") for word in words)
        known = self._voices.setdefault(record_id, [])
        fuller = next((one for one in known if one == described or one.endswith(f" {described}")), None)
        known += [] if fuller else [described]
        return fuller or described

    def _explain_own(self, name: str) -> str | None:
        """Why a name is the outlet itself: "our network", its own name with a slip in it; None where it is not."""
        first, _, rest = fold_name(name).partition(" ")
        if first in self.words.first and rest:
            last = rest.split()[-1]
            if last in self.words.staff or f"{first} {rest}" in self.words.own_staff:
                return f"“{name}”: the outlet's own"
        publisher = self.context.document.publisher
        if (
            publisher
            and len(name) >= _LONG
            and fold_name(name) != fold_name(publisher)
            and name[:1].isupper()
        ):
            entries = self.context.index.find(name, Source)
            slips = DamerauLevenshtein.distance(fold_name(name), fold_name(publisher), score_cutoff=1)
            if slips <= 1 and not entries:
                return f"“{name}” is spelt almost like the outlet's own name"
        return None

    def _fill_publisher(self, ref: ActorRef, day: str | None, why: str = "") -> ActorRef:
        document: Document = self.context.document
        source = self.context.pack.source(document.publisher_id)
        return ActorRef(
            name=ref.name,
            id=ref.id or document.publisher_id,
            side=ref.side or (self._find_side(source, day) if source else None),
            label=ref.label or (source.name if source else document.publisher),
            why=ref.why or why or ("the outlet in its own voice" if document.publisher_id or document.publisher else
                            "the outlet in its own voice; which outlet is not known"),
        )  # fmt: skip

    def resolve(self, name: str, day: str | None, before: int | None = None) -> Voice:
        """Who speaks under that name on a day (None = not known), at an offset of the text."""
        name = clean_name(name)
        if not name:
            return Voice(why="no name is given")
        found = self._look_up(name, day)
        if found:
            return found
        for part in self._list_parts(name):
            if part != name and (found := self._look_up(part, day)):
                return found
        return (
            self._resolve_staff(name, day, before)
            or self._resolve_bearer(name, day)
            or self._resolve_party(name, day)
        )

    def _list_parts(self, name: str) -> list[str]:
        """The name without titles and trades, and the halves of an apposition: "X, head of Y" is X before it is Y."""
        readings = [reading.text for reading in read_phrases(name, self.words) if not reading.forces]
        halves = [half.strip() for half in name.split(",")[:2]] if "," in name else []
        parts: list[str] = []
        for text in [*halves, *readings]:
            words = text.split()
            while len(words) > 1 and fold_name(words[0]).rstrip(".") in self.words.titles:
                words = words[1:]
            parts += [text, " ".join(words)]
        return list(dict.fromkeys(part for part in parts if self._is_nameable(part)))

    def _is_nameable(self, part: str) -> bool:
        """A trade or a bare noun left over from a phrase names nobody."""
        return len(part) > 2 and (any(letter.isupper() for letter in part) or not part.isascii())

    def _look_up(self, name: str, day: str | None) -> Voice | None:
        entries = self.context.index.find(name, Source)
        why = f"“{name}” is a name the pack gives"
        if not entries and not is_acronym(name):
            entries = self.context.index.find_sounds(name, Source)
            why = f"“{name}” is another spelling of a name the pack gives"
        fitting = [entry for entry in entries if self.context.accepts(entry, day)]
        sources = list({entry.record.id: entry.record for entry in fitting}.values())
        if len(sources) > 1:
            return Voice(
                why=f"{len(sources)} sources have this name", candidates=tuple(s.id for s in sources)
            )
        if not sources:
            return None
        source = sources[0]
        if source.speaks_for:
            speaks_for = self.context.pack.actor(source.speaks_for) or self.context.pack.source(
                source.speaks_for
            )
            why += f"; speaks for {speaks_for.name}" if speaks_for else ""
        return Voice(record=source, why=why, side=self._find_side(source, day))

    def _resolve_staff(self, name: str, day: str | None, before: int | None) -> Voice | None:
        """ "X's correspondent" is X; "X's sources" are others whom X does not name; "our correspondent" is the outlet."""
        folded = fold_name(name)
        words = folded.split()
        last = words[-1]
        if folded.removeprefix("the ") in self.words.own_staff:
            source = None if words[0] in self.words.first else self._find_staff_before(before)
            source = source or self.context.pack.source(self.context.document.publisher_id)
            return (
                Voice(record=source, why=f"staff of {source.name}", side=self._find_side(source, day))
                if source
                else None
            )
        if last in self.words.informants and len(words) > 1:
            outlet = self._look_up(" ".join(name.split()[:-1]).removesuffix("’s").removesuffix("'s"), day)
            known = (outlet.record.id,) if outlet and outlet.record else ()
            return (
                Voice(why="unnamed sources, not the one that quotes them", candidates=known)
                if known
                else None
            )
        rest = None
        if last in self.words.staff and len(words) > 1:
            rest = " ".join(name.split()[:-1])
        elif words[0] in self.words.staff and len(words) > 1:
            rest = " ".join(name.split()[1:])
        outlet = self._look_up(rest.removesuffix("’s").removesuffix("'s"), day) if rest else None
        if outlet and outlet.record:
            return Voice(record=outlet.record, side=outlet.side, why=f"staff of {outlet.record.name}")
        return None

    def _find_staff_before(self, before: int | None) -> Source | None:
        """The outlet whose correspondent the text named last: "the correspondent" is that one, not the publisher's."""
        text = self.context.document.text
        for mention in find_last(self.context.mentions, before if before is not None else len(text)):
            tail = fold_name(text[mention.start : mention.end + 24]).split()
            length = len(fold_name(text[mention.start : mention.end]).split())
            sources = {e.record.id: e.record for e in mention.entries if isinstance(e.record, Source)}
            if (
                len(sources) == 1
                and {*tail[length - 1 : length + 1]} & self.words.staff & self.words.own_staff
            ):
                return sources.popitem()[1]
        return None

    def _resolve_bearer(self, name: str, day: str | None) -> Voice | None:
        """ "X spokesman Y" is the person Y, if the pack knows Y, else X through a spokesman."""
        mentions = self.context.index.scan(name)
        entries = [e for m in mentions for e in m.entries if not isinstance(e.record, Place)]
        entries = [
            entry for entry in entries if self.context.accepts(entry, day) and not _is_class(entry.record)
        ]
        people = {
            e.record.id: e.record
            for e in entries
            if e.record.kind == "person" and isinstance(e.record, Source)
        }
        if len(people) == 1:
            person = people.popitem()[1]
            return Voice(record=person, why=f"names {person.name}", side=self._find_side(person, day))
        sources = {e.record.id: e.record for e in entries if isinstance(e.record, Source)}
        records = sources or {entry.record.id: entry.record for entry in entries}
        spans = [(m.start, m.end) for m in mentions if any(e in entries for e in m.entries)]
        rest = [w for w in self._list_other_words(name, spans) if not self._is_role(w)]
        # A description may stand before the name it describes: "the country's state-run news agency X".
        described = spans and spans[-1][1] == len(name) and name[: spans[-1][0]].islower()
        if len(records) != 1 or (rest and not (described and not self._has_link(name[: spans[-1][0]]))):
            return None
        record = records.popitem()[1]
        side = (
            self._find_side(record, day)
            if isinstance(record, Source)
            else self.context.find_side(record, day)
        )
        return Voice(record=record, why=f"speaks as {record.name}", side=side)

    def _list_other_words(self, name: str, spans: list[tuple[int, int]]) -> list[str]:
        kept = "".join(
            " " if any(a <= at < b for a, b in spans) else letter for at, letter in enumerate(name)
        )
        return [word for word in kept.split() if fold_name(word)]

    def _has_link(self, text: str) -> bool:
        """Whether another speaks than the one described: "a resident of X", "reports from X"."""
        return bool({*fold_name(text).split()} & (self.words.links | self.words.informants))

    def _is_role(self, word: str) -> bool:
        """A word that only says in what office someone speaks, or from where."""
        low = fold_name(word)
        known = self.words.titles | self.words.staff | self.words.determiners | self.words.links
        return low in known or bool(self.words.attached.match(word))

    def _resolve_party(self, name: str, day: str | None) -> Voice:
        """A party to the events that speaks for itself, through a spokesman or by name."""
        if fold_name(name).split()[-1] in self.words.informants:
            return Voice(why="unnamed sources")
        found = self.actors.resolve(name, day)
        if found.actor is None and "," in name:
            found = next(
                (one for half in name.split(",")[:2] if (one := self.actors.resolve(half, day)).actor), found
            )
        if found.actor is not None and found.actor.kind in ("unspecified", "civilians"):
            return Voice(why="unnamed people")
        return Voice(record=found.actor, why=found.why, candidates=found.candidates, side=found.side)

    def _find_side(self, source: Source, day: str | None) -> str | None:
        """The side that the source leans to, else the side of the party it speaks for."""
        if source.sides:
            return self.context.find_side(source, day)
        party = self.context.pack.actor(source.speaks_for)
        return self.context.find_side(party, day) if party else None


def _is_class(record: Actor | Source) -> bool:
    return record.kind in ("unspecified", "civilians", "platform") or bool(getattr(record, "candidates", ()))
