"""The kinds that entries of a pack may be of, and the entries that are of none of them."""

from collections.abc import Iterator

from sijill.packs.records import Actor, Pack, Place, Source

# What an entry may be. Stages ask for a kind by name, so one that none of them knows is silently treated as none.
KINDS = {
    "actors": (
        "state", "state_forces", "state_forces_unit", "state_body", "armed_group", "armed_group_unspecified", "militia",
        "umbrella", "coalition", "joint_command", "political_body", "international_body", "diplomatic_mission",
        "relief", "local_body", "person", "civilians", "unspecified",
    ),
    "places": (
        "country", "region", "governorate", "district", "subdistrict", "area", "city", "town", "village",
        "neighbourhood", "camp", "street", "road", "square", "bridge", "gate", "factory", "industrial_area",
        "planned_district", "bus_station", "base", "airbase", "airport", "border", "border_crossing", "mountain",
        "mountains", "desert", "island", "river", "dam", "hospital", "school", "university", "mosque", "church",
        "market", "prison", "stadium", "building", "facility",
    ),
    "sources": (
        "outlet", "agency", "monitor", "person", "official", "institute", "platform", "map_service", "unspecified",
    ),
}  # fmt: skip


class PackWarning(UserWarning):
    """Something in a pack that can be read and is not what its author meant."""


def list_unknown_kinds(pack: Pack) -> Iterator[tuple[str, Actor | Place | Source, str]]:
    """(section, entry, sentence) for each entry whose kind no stage knows, with the kinds that there are.

    >>> from sijill.packs import load_pack
    >>> list(list_unknown_kinds(load_pack("world")))
    []
    """
    for section, entries in (("actors", pack.actors), ("places", pack.places), ("sources", pack.sources)):
        for entry in entries:
            if entry.kind not in KINDS[section]:
                known = ", ".join(KINDS[section])
                yield (
                    section,
                    entry,
                    f"{entry.id!r} has the unknown kind {entry.kind!r}; the kinds of {section} are {known}",
                )
