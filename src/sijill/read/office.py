"""PDF files with a text layer and DOCX files as text; a form feed parts two pages of a PDF, so that a quote has its page."""

import io

import msgspec

from ..model import Frozen

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_BREAK = "\n\f\n"
EXTRA = "pip install 'sijill[office]'"


class OfficeText(Frozen):
    """The text of a file with what it says of itself, or the problem and the remedy."""

    text: str = ""
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    problem: str = ""
    remedy: str = ""


def read_pdf(payload: bytes) -> OfficeText:
    """The text layer of a PDF, page by page; a scan has none, and is said to be one."""
    try:
        import pypdf
    except ImportError:
        return OfficeText(problem="PDF files need the package pypdf", remedy=f"{EXTRA}, or save it as .txt")
    try:
        file = pypdf.PdfReader(io.BytesIO(payload))
        if file.is_encrypted and not file.decrypt(""):
            return OfficeText(problem="is locked with a password", remedy="save it without one")
        pages = [(page.extract_text() or "").replace("\f", " ") for page in file.pages]
        about = file.metadata or {}
        fields = {
            "title": str(about.get("/Title") or "").strip(),
            "author": str(about.get("/Author") or "").strip(),
        }
    except Exception as error:  # whatever a broken file makes its reader raise
        return OfficeText(problem=f"is no PDF that can be read ({error})", remedy="save it anew, or as .txt")
    if not any(page.strip() for page in pages):
        return OfficeText(
            problem="is a PDF without a text layer", remedy="run text recognition on it first (OCR)"
        )
    return OfficeText(text=PAGE_BREAK.join(page.strip("\n") for page in pages) + "\n", fields=keep(fields))


def read_docx(payload: bytes) -> OfficeText:
    """The paragraphs of a DOCX file and the cells of its tables, in their order."""
    try:
        import docx
        from docx.table import Table
    except ImportError:
        return OfficeText(
            problem="DOCX files need the package python-docx", remedy=f"{EXTRA}, or save it as .txt"
        )
    try:
        file = docx.Document(io.BytesIO(payload))
        parts = []
        for block in file.iter_inner_content():
            if isinstance(block, Table):
                parts += [" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows]
            else:
                parts.append(block.text)
        about = file.core_properties
        fields = {"title": about.title or "", "author": about.author or ""}
    except Exception as error:
        return OfficeText(problem=f"is no DOCX that can be read ({error})", remedy="save it anew, or as .txt")
    text = "\n\n".join(part for part in parts if part.strip())
    return OfficeText(text=text + "\n" if text else "", fields=keep(fields))


def keep(fields: dict[str, str]) -> dict[str, str]:
    """The fields that hold anything."""
    return {
        name: value
        for name, value in fields.items()
        if value and value.casefold() not in ("untitled", "python-docx")
    }


def find_page(text: str, at: int) -> int | None:
    """The page on which a character of a paged text stands, from 1; None for a text without pages.

    >>> find_page("One." + PAGE_BREAK + "Two.", 8), find_page("One.", 2)
    (2, None)
    """
    return text.count("\f", 0, at) + 1 if "\f" in text else None
