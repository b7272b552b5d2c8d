"""HTML → the text of its article, and what its metadata say of date, outlet, title, author and address."""

import json
import re
from urllib.parse import urljoin

import msgspec

from ..model import Frozen
from .decode import decode_bytes
from .lines import holds_sentence
from .timestamps import read_timestamp

_DATE_PROPERTIES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
)
_DATE_NAMES = (
    "date", "pubdate", "publishdate", "publish_date", "publish-date", "dc.date", "dc.date.issued",
    "dcterms.date",
    "dcterms.issued", "dc.date.created", "dcterms.created", "article.published", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date",
)  # fmt: skip
_ARTICLE_TYPES = re.compile(r"(?:article|posting|report|newsitem)$", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)


class HtmlPage(Frozen):
    """The article of a page (None when there is none), and the fields and dates that its metadata give."""

    text: str | None
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    dates: tuple[tuple[str, str], ...] = ()  # (ISO, basis), the strongest first
    flags: tuple[str, ...] = ()


def read_html(payload: bytes, *, charset: str | None = None, url: str | None = None) -> HtmlPage:
    """The page's article text and metadata; dates come from metadata only, never from a guess at the text."""
    declared = charset or _find_charset(payload)
    decoded = decode_bytes(payload, declared)
    source = re.sub(r"[\x00-\x08\x0b\x0e-\x1f]", " ", decoded.text)
    root = _parse(source)
    if root is None:
        return HtmlPage(text=None, flags=decoded.flags)
    # A declared encoding that was used is no guess.
    flags = tuple(f for f in decoded.flags if not (declared and f.startswith("decoded_as:")))
    linked = _read_linked_data(root)
    fields = _read_fields(root, linked, url)
    text = _extract_article(source)
    title = fields.get("title")
    if text and title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"  # a headline reports too, and only what is in the text can be quoted
    return HtmlPage(text=text, fields=fields, dates=_read_dates(root, linked), flags=flags)


def _find_charset(payload: bytes) -> str | None:
    match = _CHARSET.search(payload[:4096])
    return match.group(1).decode("ascii", "replace") if match else None


def _parse(source: str):
    from lxml import etree, html

    try:
        return html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None  # empty, or nothing that could be a page


def _extract_article(source: str) -> str | None:
    import trafilatura

    text = trafilatura.extract(source, include_comments=False, include_images=False)
    if not text or not any(holds_sentence(line) for line in text.splitlines()):
        return None  # link lists and menus have no sentence
    return text.strip()


def _meta(root, attribute: str, wanted: tuple[str, ...]):
    """The contents of the meta tags of these names, in the order of the names."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = (element.get(attribute) or "").strip().lower()
        if key in wanted and (element.get("content") or "").strip():
            found.setdefault(key, []).append(element.get("content").strip())
    return [value for name in wanted for value in found.get(name, ())]


def _first(values) -> str:
    return next((clean for value in values if (clean := re.sub(r"\s+", " ", value or "").strip())), "")


def _read_fields(root, linked: dict, url: str | None) -> dict[str, str]:
    site = _first(
        (
            *_meta(root, "property", ("og:site_name",)),
            linked.get("publisher"),
            *_meta(root, "name", ("application-name",)),
        )
    )
    heads = [" ".join(h.itertext()) for h in root.iter("h1")]
    titles = ["".join(t.itertext()) for t in root.iter("title")]
    title = _first(
        (
            *_meta(root, "property", ("og:title",)),
            linked.get("headline"),
            *(heads if len(heads) == 1 else ()),
            *titles,
        )
    )
    if site:
        title = re.sub(rf"\s*[|–—:-]\s*{re.escape(site)}\s*$", "", title) or title
    authors = (
        linked.get("author"),
        *_meta(root, "name", ("author",)),
        *_meta(root, "property", ("article:author",)),
    )
    author = _first(a for a in authors if a and not a.startswith(("http:", "https:")))
    links = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    address = _first((*links, *_meta(root, "property", ("og:url",))))
    if address and url:
        address = _join(url, address)
    fields = {
        "title": title,
        "publisher": site,
        "author": author,
        "url": address if address.startswith(("http://", "https://")) else "",
        "language": (root.get("lang") or "").split("-")[0].lower(),
    }
    return {key: value for key, value in fields.items() if value}


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""  # a page may give any nonsense as its address


def _read_dates(root, linked: dict) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for value in (
        linked.get("datePublished"),
        linked.get("dateCreated") if not linked.get("datePublished") else None,
    ):
        found += [(value, "html:json-ld")] if value else []
    found += [(value, "html:meta") for value in _meta(root, "property", _DATE_PROPERTIES)]
    for element in root.iter():
        if isinstance(element.tag, str) and (element.get("itemprop") or "").lower() == "datepublished":
            value = element.get("content") or element.get("datetime") or " ".join(element.itertext())
            found.append((value, "html:itemprop"))
    found += [(value, "html:meta") for value in _meta(root, "name", _DATE_NAMES + _DATE_PROPERTIES)]
    for element in root.iter("time"):
        told = element.get("pubdate") is not None or re.search(
            r"publish|posted", element.get("class") or "", re.I
        )
        if told and element.get("datetime"):
            found.append((element.get("datetime"), "html:time"))
    stamps = ((read_timestamp(value), basis) for value, basis in found)
    return tuple(dict.fromkeys((stamp, basis) for stamp, basis in stamps if stamp))


def _read_linked_data(root) -> dict[str, str]:
    """What the first JSON-LD article of the page says of itself."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # broken linked data are as good as none: the page is read without them
        for node in _walk(data):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds):
                return {
                    key: text
                    for key in ("datePublished", "dateCreated", "headline", "author", "publisher")
                    if (text := _name_of(node.get(key)))
                }
    return {}


def _walk(data):
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(reversed([v for v in node.values() if isinstance(v, dict | list)]))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def _name_of(value) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name_of, value[:8])))
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""
