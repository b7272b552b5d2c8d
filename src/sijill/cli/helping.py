"""The page on the command line, made from the verbs' own help: `python -m sijill.cli.helping > docs/cli.md`."""

from collections.abc import Iterator

import click

from ..run.choosing import list_wars
from .app import app

WIDTH = 96
INTRODUCTION = """\
# The command line

This page is made from `--help` (`python -m sijill.cli.helping > docs/cli.md`); a test keeps it current.

**A record is a folder** (`./record` unless `--record DIR` or the variable `SIJILL_RECORD` says otherwise):

| in it | what it is |
|---|---|
| `archive/` | every byte that was read, by its hash, in WARC files that only grow, and the log of what was taken when |
| `decisions/` | what people decided, one file a coder, each line chained to the one before; made for version control |
| `answers/` | what language models answered, where one was asked: kept for good, like the archive |
| `versions/N/` | the tables (DuckDB), the search index and the manifest of one build |
| `current` | the number of the version that is served |
| `cache/` | what spares a build work; it can be deleted at any time |

**Sources add up.** A build keeps the sources of earlier builds. A file or address that was read before and has changed
is read anew in place of its earlier state, which stays in the archive. `sijill forget` takes a source out,
`sijill build --fresh` all of them; building with them again brings them back. `--published`, `--publisher`, `--title`
and `--language` stay with a source until another value is given or it is forgotten. A build that would say the
very same writes no new version.

**Nothing is lost by a crash.** The version that was served stays served until the new one is whole. What a killed build
left behind is removed by the next one, which says so. A first build that can read nothing at all leaves no record.

**Names come from a pack**: those of actors, places and outlets, and the words that reports use of them. Name one with
`--pack`; it stays with the record. Where none is named, a new record takes the shipped pack (today {packs}) of whose own
actors and places a quarter of its first reports name two or more, else `world`, which holds what is true of any
conflict; the summary of the build says which and that it was not named.

**On a terminal** a table shows the columns that there is room for, and shortens ids to their beginning, which `show` and
`decide` take as well. **In a pipe** the tables are plain columns between tabs; `--json` gives
`{"rows": […], "total": N}`, `--csv` all columns. Remarks go to standard error. Days are written 2018-04-18, 2018-04 or
2018; a place or side is found by any spelling that the pack knows, and a place includes what is inside it.

| exit code | meaning |
|---|---|
| 0 | done; warnings, if any, are listed on standard error |
| 1 | `verify` or `pack check` found something wrong, or sijill itself failed (`--debug` shows where) |
| 2 | a mistake in the command or its input; the message names it and the remedy |
| 130 | stopped with Ctrl-C, or with a no when it asked; nothing was changed |
"""


def write_page() -> str:
    """The page as it should stand in docs/cli.md."""
    parts = [INTRODUCTION.replace("{packs}", " or ".join(f"`{name}`" for name in list_wars()))]
    for path, help_text in list_help(app, ("sijill",)):
        parts.append(f"## {' '.join(path)}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def list_help(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The help of a command and of all verbs below it, each with the words that call it."""
    context = click.Context(
        command, info_name=" ".join(path), terminal_width=WIDTH, help_option_names=["-h", "--help"]
    )
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from list_help(below, (*path, name))


if __name__ == "__main__":
    click.echo(write_page(), nl=False)
