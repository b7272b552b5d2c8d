"""RSS and Atom: a feed becomes one small feed per entry, so that each entry is archived and read on its
own."""

import copy
from collections.abc import Iterator

from ..model import Frozen, Unread, replace
from .fragments import extract_fragment_text
from .timestamps import read_timestamp
from .unit import Unit, make_capture

MEDIA_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ENTRIES = ("item", "entry")
# What of the channel says who publishes; the rest changes with every fetch and would change every entry's
# hash.
_KEPT = ("title", "link", "language", "id", "author")


class FeedEntry(Frozen):
    """What one entry of a feed says: its text and the fields of the entry and of its feed."""

    text: str
    fields: dict[str, str]


def is_feed(payload: bytes) -> bool:
    """True when the bytes are an RSS, RDF or Atom feed, by their root element.

    >>> is_feed(b"<rss version='2.0'><channel/></rss>"), is_feed(b"<html/>")
    (True, False)
    """
    root = _parse(payload)
    return root is not None and _name(root) in ("rss", "feed", "rdf")


def split_feed(payload: bytes, unit: Unit) -> Iterator:
    """One Capture an entry, named by its address or id; an Unread when there is no entry."""
    root = _parse(payload)
    if root is None or _name(root) not in ("rss", "feed", "rdf"):
        yield Unread(
            source=unit.name,
            problem="is not an RSS or Atom feed",
            remedy="give the feed's own address, or save the page as .html",
        )
        return
    entries = [element for element in root.iter() if _name(element) in _ENTRIES]
    if not entries:
        yield Unread(
            source=unit.name, problem="the feed has no entries", remedy="leave it out, or try again later"
        )
    media_type = "application/atom+xml" if _name(root) == "feed" else "application/rss+xml"
    for number, entry in enumerate(entries, 1):
        part = _cut_entry(root, entry)
        link = _find_link(entry)
        name = link or _find_text(entry, ("guid", "id")) or f"{unit.name}:{number}"
        meta = dict(unit.meta)
        # A sidecar's title or url, if any, would be the feed's; what it says of publisher and language holds.
        meta.pop("title", None), meta.pop("url", None)
        if "path" in meta:
            meta["path"] += f"#{name}"
        yield make_capture(
            Unit(
                name=name,
                media_type=media_type,
                captured=replace(unit.captured, how="feed"),
                url=link,
                meta=meta,
            ),
            part,
        )


def parse_entry(payload: bytes) -> FeedEntry | None:
    """The text and fields of a one-entry feed, as `split_feed` makes it, or None when there is none."""
    import feedparser

    parsed = feedparser.parse(payload, sanitize_html=True, resolve_relative_uris=False)
    if not parsed.entries:
        return None
    entry, feed = parsed.entries[0], parsed.feed
    bodies = [c.get("value", "") for c in entry.get("content", [])] or [entry.get("summary", "")]
    title = extract_fragment_text(entry.get("title", ""))
    text = extract_fragment_text(max(bodies, key=len))
    fields = {
        "title": title.replace("\n", " "),
        "publisher": extract_fragment_text(feed.get("title", "")).replace("\n", " "),
        "author": entry.get("author", ""),
        "url": entry.get("link", ""),
        "language": (entry.get("language") or feed.get("language") or "")[:2].lower(),
        "published": _read_date(entry) or "",
    }
    if title and not text.casefold().startswith(title.casefold()):
        text = f"{title}\n\n{text}".rstrip()
    return FeedEntry(text=text, fields={key: value.strip() for key, value in fields.items() if value.strip()})


def _read_date(entry) -> str | None:
    for key in ("published", "created", "date"):
        if stamp := read_timestamp(str(entry.get(key) or "")):
            return stamp
    parts = entry.get("published_parsed")
    if parts:
        return (
            f"{parts[0]:04d}-{parts[1]:02d}-{parts[2]:02d}T{parts[3]:02d}:{parts[4]:02d}:{parts[5]:02d}+00:00"
        )
    return read_timestamp(str(entry.get("updated") or "")) if "published" not in entry else None


def _parse(payload: bytes):
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(payload.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None  # not XML at all


def _name(element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _cut_entry(root, entry) -> bytes:
    """The feed with its lasting fields and this one entry, as bytes that are the same at every fetch."""
    from lxml import etree

    whole = etree.Element(root.tag, attrib=dict(root.attrib), nsmap=root.nsmap)
    holder = entry.getparent()
    if holder is root and _name(root) == "rdf":
        holder = next((e for e in root if _name(e) == "channel"), root)
    if holder is root:
        channel = whole
    else:
        channel = etree.SubElement(whole, holder.tag)
    for child in holder:
        if _name(child) in _KEPT:
            channel.append(_copy(child))
    (whole if _name(root) == "rdf" else channel).append(_copy(entry))
    return etree.tostring(whole, encoding="utf-8", xml_declaration=True)


def _copy(element):
    clone = copy.deepcopy(element)
    clone.tail = None
    return clone


def _find_text(element, names: tuple[str, ...]) -> str | None:
    for child in element:
        if _name(child) in names and child.text and child.text.strip():
            return child.text.strip()
    return None


def _find_link(entry) -> str | None:
    for child in entry:
        if _name(child) != "link":
            continue
        if child.get("rel", "alternate") == "alternate" and child.get("href"):
            return child.get("href").strip()
        if child.text and child.text.strip():
            return child.text.strip()
    return None
