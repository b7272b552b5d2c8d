"""Bytes → text, saying which encoding was taken and whether anything was lost."""

import codecs
import re

from ..model import Frozen
from .language import detect_language

# What reports on paper and on the web are written in, the likeliest first; the guess is made among these
# only, since
# a free guess over all known encodings finds Korean in four broken bytes.
PLAUSIBLE = [
    "cp1256", "cp1252", "cp1251", "iso8859_6", "koi8_r", "cp1254", "cp1255", "iso8859_9", "cp1250", "gb18030",
    "big5", "shift_jis", "euc_kr",
]  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The code pages for Latin letters differ in a few of them, which a guess by frequency confuses; the language tells.
_LATIN = frozenset(("cp1252", "cp1250", "cp1254", "iso8859_9"))
_PAGES = {"cp1250": ("pl", "cs", "sk", "hu", "hr", "sl", "sq", "ro"), "cp1254": ("tr", "az", "ku")}
_SAMPLE = 60_000
_LOST = "\ufffd"
# Control characters have no place in a text; a file with many of them is not one.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(Frozen):
    """A decoded text with its flags; `binary` when the bytes do not look like text in any encoding."""

    text: str
    flags: tuple[str, ...] = ()
    binary: bool = False


def decode_bytes(payload: bytes, declared: str | None = None) -> Decoded:
    """The text of the bytes: by byte-order mark, UTF-8, the declared encoding, or a guess that is flagged.

    >>> decode_bytes("Four tanks".encode()).text
    'Four tanks'
    >>> decode_bytes("قُصفت البلدة صباح اليوم بالمدفعية الثقيلة".encode("cp1256")).flags
    ('decoded_as:cp1256',)
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark):
            return _finish(payload.decode(encoding, "replace"), "" if encoding == "utf-8-sig" else encoding)
    try:
        return _finish(payload.decode("utf-8"))
    except UnicodeDecodeError:
        pass  # the ordinary way to learn that it is something else
    if declared and (encoding := _look_up(declared)) not in (None, "utf-8"):
        return _finish(payload.decode(encoding, "replace"), encoding)
    broken = payload.decode("utf-8", "replace")
    # Some bytes lost in a file that is otherwise UTF-8: a guess would turn all the rest into nonsense.
    if sum(1 for c in broken if "\x7f" < c != _LOST) > 2 * broken.count(_LOST):
        return _finish(broken)
    encoding = guess_encoding(payload)
    return _finish(payload.decode(encoding, "replace"), encoding) if encoding else _finish(broken)


def guess_encoding(payload: bytes) -> str | None:
    """The likeliest encoding of bytes that are not UTF-8, judged on the stretch where they stop being
    ASCII."""
    from charset_normalizer import from_bytes

    first = next((i for i in range(0, len(payload), 4096) if not payload[i : i + 4096].isascii()), 0)
    sample = payload[max(0, first - 200) : first + _SAMPLE]
    best = from_bytes(sample, cp_isolation=PLAUSIBLE, enable_fallback=False).best()
    return _choose_page(sample, best.encoding) if best else None


def _choose_page(sample: bytes, guessed: str) -> str:
    """The code page of the language that Latin text is in, Western unless the language needs another."""
    if guessed not in _LATIN:
        return guessed
    language = detect_language(sample.decode("cp1252", "ignore"))
    page = next((page for page, languages in _PAGES.items() if language in languages), "cp1252")
    try:
        sample.decode(page)
    except UnicodeDecodeError:
        return guessed  # bytes that this page does not have
    return page


def replace_surrogates(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, replaced one for one.

    >>> replace_surrogates("a\\ud800b")
    'a\\ufffdb'
    """
    return re.sub(r"[\ud800-\udfff]", _LOST, text) if not text.isascii() else text


def _finish(text: str, encoding: str = "") -> Decoded:
    text = replace_surrogates(text)
    flags = [f"decoded_as:{encoding}"] if encoding else []
    lost = text.count(_LOST)
    if lost:
        flags.append("broken_encoding")
    sample = text[:_SAMPLE]
    odd = len(_CONTROL.findall(sample)) + sample.count(_LOST)
    return Decoded(text=text, flags=tuple(flags), binary=bool(sample) and odd > 0.1 * len(sample))


def _look_up(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None  # a page may declare any nonsense
    # Binary transforms (hex, zip) are codecs too, but not of text.
    return found.name if getattr(found, "_is_text_encoding", True) else None
