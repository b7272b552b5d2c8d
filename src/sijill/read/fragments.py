"""The plain text of a piece of HTML, block by block."""

import re

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "tr",
        "table",
        "section",
        "article",
        "figure",
        "figcaption",
        "pre",
        "hr",
        "dt",
        "dd",
    ]
)
_SILENT = frozenset(["script", "style", "template", "noscript", "iframe", "svg"])


def extract_fragment_text(fragment: str) -> str:
    """The text of a fragment of HTML, one line a block, spaces as they are read.

    >>> extract_fragment_text("<p>Four <b>tanks</b><br>were lost</p><p>in a day</p>")
    'Four tanks\\nwere lost\\nin a day'
    >>> extract_fragment_text("no mark-up &amp; none needed")
    'no mark-up & none needed'
    """
    if not fragment.strip():
        return ""
    from lxml import etree, html

    try:
        root = html.fragment_fromstring(_strip_controls(fragment), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""  # nothing in it but mark-up that is not mark-up
    lines = re.split(r"\n+", "".join(_walk(root)))
    return "\n".join(line for line in (re.sub(r"\s+", " ", line).strip() for line in lines) if line)


def _strip_controls(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text)


def _walk(root):
    """The pieces of text in document order; a stack, since hostile pages nest deeper than Python recurses."""
    stack = [(root, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else None
        block = tag in _BLOCKS
        if closing:
            yield "\n" if block else ""
            yield (element.tail or "").replace("\n", " ") if element is not root else ""
            continue
        if block:
            yield "\n"
        stack.append((element, True))
        if tag is not None and tag not in _SILENT:
            yield (element.text or "").replace("\n", " ")
            stack.extend((child, False) for child in reversed(element))
