"""What a person means by a key: an id, whole or shortened, or a name, a title, a voice of the record."""

from collections import Counter
from typing import Any

from ..errors import SijillError
from ..model import Claim, Document, Frozen, replace
from ..names import fold_name
from ..record import Filters, Record

LISTED = 6


class Voice(Frozen):
    """Someone who speaks in the record: what they published, and what they are quoted as saying or relaying."""

    name: str
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()


def find_any(record: Record, key: str) -> tuple[str, Any]:
    """What the key names, and the thing itself; ids come before names, and places before persons and voices."""
    if not key.strip():
        raise SijillError("there is no id or name", remedy="give one, such as an id of `sijill incidents`")
    key = expand_id(record, key)
    for what, found in (
        ("claim", record.claim(key)),
        ("incident", record.incident(key)),
        ("document", record.document(key)),
    ):
        if found is not None:
            return what, found
    for what, section, entries in (("place", "places", record.places), ("actor", "actors", record.actors)):
        ids = record.find_named(section, key)
        if ids:
            return what, next(entry for entry in entries() if entry.id == ids[0])
    voice = find_voice(record, key)
    if voice is not None:
        return "voice", voice
    titled = record.find_titles(key)
    if len(titled) == 1:
        return "document", record.document(titled[0])
    if titled:
        raise SijillError(
            f"{len(titled)} documents have these words in their title",
            where=key,
            remedy="name one of " + ", ".join(titled[:LISTED]),
        )
    raise refuse_key(record, key)


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
