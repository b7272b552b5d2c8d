"""Records that hold equal parts hold the same part: a place that is named ten thousand times is kept once."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from .model import Claim, replace

SHARED = ("document", "kind", "stance", "speaker", "extractor", "via", "actors", "targets", "weapons", "places",
          "extent", "when", "figures")  # fmt: skip


def share_parts(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Equal claims that hold each of their equal parts once: what was read from many files takes a quarter of the memory.

    >>> from .model import ActorRef, DocumentRef, ExtractorRef
    >>> parts = [(DocumentRef(id="d-1", source="a.txt"), ActorRef(name="publisher"), ExtractorRef(name="x", version="1"))
    ...          for _ in range(2)]
    >>> one, other = share_parts(
    ...     Claim(id=f"c-{at}", document=document, kind="clash", quote="q", start=at, end=at + 1, speaker=speaker,
    ...           extractor=extractor) for at, (document, speaker, extractor) in enumerate(parts))
    >>> one.document is other.document and one.speaker is other.speaker
    True
    """
    pool: dict[Hashable, Any] = {}
    for claim in claims:
        shared = {}
        for field in SHARED:
            value = getattr(claim, field)
            try:
                shared[field] = pool.setdefault(value, value)
            except TypeError:  # an area drawn on the map, which has no hash
                continue
        yield replace(claim, **shared)
