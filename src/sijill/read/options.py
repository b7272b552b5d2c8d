"""What the user may say about all the documents of one reading."""

from ..errors import SijillError
from ..model import Frozen
from .timestamps import read_timestamp

MEGABYTE = 1_000_000


class ReadOptions(Frozen):
    """What holds for every document read: facts that override what the documents say, and limits.

    >>> ReadOptions(published="18 April 2018").published_iso
    '2018-04-18'
    """

    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    language: str | None = None
    max_bytes: int = 50 * MEGABYTE
    timeout: float = 30.0

    def __post_init__(self) -> None:
        if self.published is not None and self.published_iso is None:
            raise SijillError(
                f"{self.published!r} is not a date",
                where="--published",
                remedy="write it as 2018-04-18, or 2018-04-18T10:45, or 18 April 2018",
            )

    @property
    def published_iso(self) -> str | None:
        """The date that the user gave, in ISO form."""
        return read_timestamp(self.published) if self.published is not None else None
