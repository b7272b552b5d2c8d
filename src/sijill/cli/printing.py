"""Rows and texts on a terminal, in a pipe, as JSON or CSV; no document can command the terminal."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from ..model import Frozen

# Control characters (escape sequences begin with one) and the marks that turn the direction of what follows.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
SHOWN_AT_ONCE = 50  # rows on a terminal, unless --limit says otherwise


class Layout(Frozen):
    """Which columns a person sees, by key and heading; the data formats give all columns.

    On a terminal `wide` columns share what room is left and go over several lines; those in `spare` are left out, the
    first of them first, where there is too little; those in `piped` are for pipes alone.
    """

    columns: tuple[tuple[str, str], ...]
    wide: tuple[str, ...] = ()
    least: int = 16  # cells that a wide column needs
    every: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    piped: tuple[str, ...] = ()
    empty: str = "nothing in the record fits"  # what is said where there is no row


def name_columns(words: str) -> tuple[tuple[str, str], ...]:
    """Keys and headings, from words each of which is a key, or a key and its heading.

    >>> name_columns("id start=from_day")
    (('id', 'id'), ('start', 'from day'))
    """
    pairs = (word.partition("=") for word in words.split())
    return tuple((key, (heading or key).replace("_", " ")) for key, _, heading in pairs)


def clean_text(text: str) -> str:
    """The text without anything that a terminal would obey instead of print; line ends and tabs stay.

    >>> clean_text("held by\\x1b[2J rebels\\n")
    'held by[2J rebels\\n'
    """
    return UNSAFE.sub("", text)


def clean_cell(value: Any) -> str:
    """One value as one line of plain text; unknown is empty.

    >>> clean_cell("two\\nlines"), clean_cell(None), clean_cell(12.0), clean_cell(False)
    ('two lines', '', '12', '')
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(clean_cell, value))
    return " ".join(clean_text(str(value)).split())


def print_rows(rows: Sequence[dict[str, Any]], layout: Layout, output: str, limit: int | None) -> None:
    """The rows on standard output: a table on a terminal, tab-separated columns in a pipe, or JSON, or CSV."""
    total = len(rows)
    if limit is None and output == "table" and sys.stdout.isatty():
        limit = SHOWN_AT_ONCE
    shown = list(rows[:limit] if limit else rows)
    if output == "json":
        emit(json.dumps({"rows": shown, "total": total}, ensure_ascii=False, indent=1) + "\n")
    elif output == "csv":
        emit(_write_csv(shown, layout))
    elif sys.stdout.isatty():
        _print_table(shown, layout)
    else:
        emit("\t".join(heading for _, heading in layout.columns) + "\n")
        emit(
            "".join("\t".join(clean_cell(row.get(key)) for key, _ in layout.columns) + "\n" for row in shown)
        )
    if len(shown) < total:
        note(f"{len(shown)} of {total} shown; --limit 0 shows all")
    elif not total and layout.empty:
        note(layout.empty)


def say_count(count: int, what: str) -> str:
    """The number with its noun.

    >>> say_count(1, "claim"), say_count(0, "claim"), say_count(2, "copy")
    ('1 claim', '0 claims', '2 copies')
    """
    if count == 1:
        return f"1 {what}"
    return f"{count} {what[:-1]}ies" if re.search("[^aeiou]y$", what) else f"{count} {what}s"


def emit(text: str) -> None:
    """The text on standard output, as it is in a file or pipe, cleaned on a terminal."""
    click.echo(clean_text(text) if sys.stdout.isatty() else text, nl=False)


def note(message: str) -> None:
    """A remark for the person, on standard error, so that it never mixes with data."""
    click.echo(clean_text(message), err=True)


def make_console(stderr: bool = False) -> Console:
    """A console as wide as the terminal, or as a page where there is none."""
    console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = 100
    return console


def style_quote(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """The text with the spans marked, for a console; where spans overlap, both stay marked.

    >>> style_quote("four tanks", [(0, 4)]).spans
    [Span(0, 4, 'bold reverse')]
    """
    marked = sorted(spans)
    out, at = Text(), 0
    for start, end in _join_spans(marked):
        out.append(clean_text(text[at:start]))
        out.append(clean_text(text[start:end]), style="bold reverse")
        at = end
    out.append(clean_text(text[at:]))
    return out


def mark_quote(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans between ⟦ and ⟧, for where there is no style.

    >>> mark_quote("four tanks", [(0, 4)])
    '⟦four⟧ tanks'
    """
    out, at = [], 0
    for start, end in _join_spans(sorted(spans)):
        out += [text[at:start], "⟦", text[start:end], "⟧"]
        at = end
    return "".join([*out, text[at:]])


def _join_spans(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _write_csv(rows: Sequence[dict[str, Any]], layout: Layout) -> str:
    from ..publish.tables import rows_to_csv

    columns = layout.every or tuple(key for key, _ in layout.columns)
    if rows:
        return rows_to_csv(rows, columns)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(columns)
    return out.getvalue()


def _print_table(rows: Sequence[dict[str, Any]], layout: Layout) -> None:
    from .grid import write_table

    console = make_console()
    for number, line in enumerate(write_table(rows, layout, console.width) if rows else ()):
        console.print(Text(line, style="" if number else "bold"), soft_wrap=True)
