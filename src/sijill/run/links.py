"""What the last build found of links, kept beside the cache of documents so that the next need not find it again.

The file can be deleted at any time: the next build then takes longer and gives the same record.
"""

from pathlib import Path
from typing import Any

import msgspec

from ..link import Memory
from ..link.weights import Weights
from ..model import Frozen, to_json
from ..record.folder import cache_path, write_whole
from .cache import digest_stage, make_key


class Kept(Frozen):
    """A memory of links, and what it goes with."""

    key: str  # of the code, the pack and the gazetteers that it was made with
    incidents: str  # sha256 of the rows of the incidents that came of it
    memory: Memory


def links_path(root: Path) -> Path:
    """Where the memory is."""
    return cache_path(root).with_name("links.msgpack")


def key_links(tools: tuple[Any, Any, Any, Weights]) -> str:
    """One key of all that linking rests on but reports and decisions."""
    pack, _, gazetteer, model = tools
    return make_key(
        digest_stage("link"), pack.digest, to_json(model.weights), *(one.digest for one in gazetteer.imports)
    )


def recall_links(root: Path, tools: tuple[Any, Any, Any, Weights], served: dict[str, Any]) -> Memory | None:
    """The memory of the version served, where it was made with the same code, pack and gazetteers; else None."""
    try:
        kept = msgspec.msgpack.decode(links_path(root).read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError):  # none yet, or damaged: all is linked anew
        return None
    incidents = served.get("rows", {}).get("incidents", {}).get("sha256")
    return kept.memory if kept.key == key_links(tools) and kept.incidents == incidents else None


def remember_links(
    root: Path, tools: tuple[Any, Any, Any, Weights], served: dict[str, Any], memory: Memory
) -> None:
    """The memory is kept for the version that is now served."""
    incidents = served.get("rows", {}).get("incidents", {}).get("sha256", "")
    kept = Kept(key=key_links(tools), incidents=incidents, memory=memory)
    write_whole(links_path(root), msgspec.msgpack.encode(kept))
