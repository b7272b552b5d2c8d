"""Packs: folders of facts about the world and vocabulary, which the code itself does not hold.

`load_pack("syria")` gives a frozen `Pack`, its parent pack merged in; `check_pack` lists what looks wrong in it.
"""

from sijill.packs.checking import check_pack
from sijill.packs.reading import find_pack_folder, load_pack
from sijill.packs.records import (
    Actor,
    Alias,
    Dated,
    Lineage,
    Pack,
    Place,
    Side,
    Source,
    covers_day,
    pick_dated,
)

__all__ = [
    "Actor",
    "Alias",
    "Dated",
    "Lineage",
    "Pack",
    "Place",
    "Side",
    "Source",
    "check_pack",
    "covers_day",
    "find_pack_folder",
    "load_pack",
    "pick_dated",
]
