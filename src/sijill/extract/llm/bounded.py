"""What a server sends, within bounds: one that goes on for ever is left, however it fills the time."""

import time
from collections.abc import Iterable, Iterator

import httpx

MOST_BYTES = 64_000_000  # of one answer with all that is around it
MOST_LINE = 4_000_000  # bytes of one line of a stream
MOST_TEXT = 400_000  # characters of one answer; what goes on is cut there
MOST_ERROR = 64_000  # bytes of a refusal
PATIENT = 12  # times the longest pause between two bytes: so long may a whole answer take


class EndlessError(Exception):
    """That a server does not come to an end."""


def read_chunks(response: httpx.Response, seconds: float) -> Iterator[bytes]:
    """The bytes of a response as they come; an EndlessError where there are too many, or for too long."""
    end, size = time.monotonic() + seconds, 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > MOST_BYTES or time.monotonic() > end:
            raise EndlessError
        yield chunk


def read_beginning(response: httpx.Response, seconds: float) -> str:
    """The first part of what a server says of why it refuses."""
    found = bytearray()
    for chunk in read_chunks(response, seconds):
        found += chunk
        if len(found) >= MOST_ERROR:
            break
    return bytes(found[:MOST_ERROR]).decode("utf-8", "replace")


def read_lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a stream of bytes.

    >>> list(read_lines([b"data: a\\r\\nda", b"ta: b\\n", b"c"]))
    ['data: a', 'data: b', 'c']
    """
    left = bytearray()
    for chunk in chunks:
        left += chunk
        if b"\n" in chunk:
            *lines, rest = bytes(left).split(b"\n")
            left = bytearray(rest)
            for line in lines:
                yield line.decode("utf-8", "replace").rstrip("\r")
        if len(left) > MOST_LINE:
            raise EndlessError
    if left:
        yield left.decode("utf-8", "replace").rstrip("\r")
