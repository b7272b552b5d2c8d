"""What a person means by a key: an id, whole or shortened, or a name, a title, a voice of the record."""

from collections import Counter
from typing import Any

from ..errors import SijillError
from ..model import Claim, Document, Frozen, replace
from ..names import fold_name
from ..packs import Actor, Alias, Place
from ..record import Filters, Record

LISTED = 6


class Voice(Frozen):
    """Someone who speaks in the record: what they published, and what they are quoted as saying or relaying."""

    name: str
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()


class WrittenPlace(Place):
    """A place that the pack has not, as the claims have it: names as written, and why it is taken for what it is."""

    grounds: tuple[str, ...] = ()
    resolved: bool = True


class WrittenActor(Actor):
    """An actor that the pack has not, as claims write it, and why it is taken for none."""

    grounds: tuple[str, ...] = ()


def find_any(record: Record, key: str) -> tuple[str, Any, str]:
    """What the key names, the thing itself, and a remark where it is not called so.

    Ids come before names, and the very name of anything (place, actor, voice, place as written) before a part of one,
    a part before a name that is only like it, and the words of titles last.
    """
    if not key.strip():
        raise SijillError("there is no id or name", remedy="give one, such as an id of `sijill incidents`")
    key = expand_id(record, key)
    for what, found in (
        ("claim", record.claim(key)),
        ("incident", record.incident(key)),
        ("document", record.document(key)),
    ):
        if found is not None:
            return what, found, ""
    for find in (_find_named, _find_part, _find_near, _find_titled):
        answer = find(record, key)
        if answer is not None:
            return answer
    raise refuse_key(record, key)


def _find_named(record: Record, key: str) -> tuple[str, Any, str] | None:
    for what, section in (("place", "places"), ("actor", "actors")):
        named = record.look_up(section, key)
        if named.exact:
            others = ", ".join(named.ids[1:])
            remark = (
                f"{len(named.ids)} {section} have the name {key}; the others are {others}" if others else ""
            )
            return what, _find_entry(record, section, named.ids[0]), remark
    voice = find_voice(record, key)
    if voice is not None and (record.look_up("sources", key).exact or is_near(voice.name, key)):
        return "voice", voice, ""
    place = find_written(record, key) if record.find_written_places(key)[1] else None
    if place is None:
        actor = find_written_actor(record, key)
        return ("actor", actor, "") if actor is not None else None
    same = is_near(place.name, key) or key == place.id
    return "place", place, "" if same else f"“{key}” is written so in the record, and taken for {place.name}"


def _find_part(record: Record, key: str) -> tuple[str, Any, str] | None:
    """Whose name has the words in it: a speaker's, else that of a place as written."""
    names = record.find_speaker_parts(key)
    if names:
        claims = record.claims(Filters(include_background=True, include_rejected=True))
        said = tuple(one for one in claims if any(ref.name in names for ref in (one.speaker, *one.via)))
        remark = f"“{key}” is a part of the name of {_list_names(names)}"
        return "voice", Voice(name=names[0], claims=said), remark
    names, _ = record.find_written_places(key)
    place = find_written(record, names[0]) if names else None
    return (
        None if place is None else ("place", place, f"“{key}” is a part of the name of {_list_names(names)}")
    )


def _find_near(record: Record, key: str) -> tuple[str, Any, str] | None:
    for what, section in (("place", "places"), ("actor", "actors")):
        named = record.look_up(section, key)
        if named.ids:
            remark = f"no {key}; the nearest name is {named.spelling}"
            return what, _find_entry(record, section, named.ids[0]), remark
    voice = find_voice(record, key)
    return ("voice", voice, f"no {key}; the nearest name is {voice.name}") if voice is not None else None


def _find_titled(record: Record, key: str) -> tuple[str, Any, str] | None:
    titled = record.find_titles(key)
    if len(titled) == 1:
        document = record.document(titled[0])
        same = is_near(document.title or "", key)
        return "document", document, "" if same else f"nothing is called {key}; these words are in a title"
    if titled:
        raise SijillError(
            f"{len(titled)} documents have these words in their title",
            where=key,
            remedy="name one of " + ", ".join(titled[:LISTED]),
        )
    return None


def _find_entry(record: Record, section: str, entry_id: str) -> Any:
    return next(entry for entry in getattr(record, section)() if entry.id == entry_id)


def find_written(record: Record, name: str) -> Place | None:
    """The place that claims write so, or give this id: the pack's own, else one made of what the claims say of it."""
    claims = record.claims(Filters(places=(name,), include_background=True, include_rejected=True))
    refs = [ref for one in claims for ref in one.places if is_near(ref.name, name) or ref.id == name]
    if not refs:
        return None
    found = next((ref for ref in refs if ref.id), refs[0])
    own = next((one for one in record.places() if one.id == found.id), None)
    if own is not None:
        return own
    same = [ref for ref in refs if ref.id == found.id]
    return WrittenPlace(
        id=found.id or found.name, name=found.label or found.name, kind="",
        names=tuple(Alias(name=one) for one in dict.fromkeys(ref.name for ref in same)),
        lat=found.lat, lon=found.lon, pcode=found.pcode,
        grounds=tuple(dict.fromkeys(ref.why for ref in same if ref.why)), resolved=found.id is not None,
    )  # fmt: skip


def find_written_actor(record: Record, name: str) -> WrittenActor | None:
    """The actor that claims write so and that is none of the pack's."""
    claims = record.claims(Filters(include_background=True, include_rejected=True))
    refs = [ref for one in claims for ref in (*one.actors, *one.targets) if is_near(ref.name, name)]
    if not refs:
        return None
    grounds = tuple(dict.fromkeys(ref.why for ref in refs if ref.why))
    return WrittenActor(id="", name=refs[0].name, kind="", grounds=grounds)


def names_actor(claim: Claim, actor: Actor) -> bool:
    """True when the actor is in the claim in any part: acting, acted upon, speaking or relaying."""
    refs = (claim.speaker, *claim.via, *claim.actors, *claim.targets)
    if isinstance(actor, WrittenActor):
        return any(is_near(ref.name, actor.name) for ref in refs)
    return any(ref.id == actor.id for ref in refs)


def _list_names(names: list[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def find_voice(record: Record, name: str) -> Voice | None:
    """The outlet or speaker of that name, with what it published and said; None where it does neither."""
    published, said = record.find_voice(name)
    if not published and not said:
        return None
    documents = {one.id: one for one in record.documents()}
    claims = record.claims(Filters(include_background=True, include_rejected=True))
    spoken = tuple(one for one in claims if one.id in set(said))
    names = [documents[one].publisher for one in published]
    names += [ref.name for claim in spoken for ref in (claim.speaker, *claim.via) if is_near(ref.name, name)]
    return Voice(
        name=next(iter(Counter(filter(None, names))), name),
        documents=tuple(documents[one] for one in published),
        claims=spoken,
    )


def note_names(record: Record, filters: Filters, shown: int) -> list[str]:
    """What a person should know of the names filtered by: those taken for others, and those that nothing in the record has."""
    notes = []
    for section, names in (("places", filters.places), ("sides", filters.sides)):
        for name in names:
            named = record.look_up(section, name)
            if section == "sides" and not named.ids:
                named = record.look_up("actors", name)
            if named.ids and not named.exact and not record.find_written_places(name)[1]:
                notes.append(f"no {name}; taken for the nearest name, {named.spelling}")
            elif named.ids and not shown:
                notes.append(f"the pack knows {name}, and nothing in the record that fits names it")
    return notes


def is_near(known: str, name: str) -> bool:
    """Whether the one name is the other, but for the writing of its letters."""
    return fold_name(known) == fold_name(name)


def expand_id(record: Record, key: str) -> str:
    """The whole id where the key is the beginning of just one; an error where it begins several; else the key."""
    found = record.find_ids(key)
    if len(found) > 1 and key not in found:
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise SijillError(
            f"{len(found)} ids begin so", where=key, remedy="name one of " + ", ".join(found[:LISTED]) + more
        )
    return found[0] if len(found) == 1 else key


def refuse_key(record: Record, key: str) -> SijillError:
    """The error for a key that names nothing, with the nearest there is."""
    if record.look_up("sources", key).exact:
        return SijillError(
            "the pack knows this outlet or speaker, and nothing in the record is by or from it",
            where=key,
            remedy="see `sijill documents` for the outlets of the record",
        )
    near = record.suggest_keys(key)
    return SijillError(
        "nothing in the record has this id or name",
        where=key,
        remedy=f"did you mean {' or '.join(near)}?"
        if near
        else "see `sijill incidents`, `sijill claims` or `sijill documents` for ids",
    )


def count_recalled(record: Record, filters: Filters, shown: int) -> int:
    """How many more claims fit that their report only recalls (background), and that are left out unless asked for."""
    return len(record.claims(replace(filters, include_background=True))) - shown
