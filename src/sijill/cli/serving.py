"""The verbs of the web app: serve a record, and give people tokens for it."""

import getpass
import json
from pathlib import Path
from typing import Any

import click

from ..errors import SijillError
from .app import Verb, VerbGroup
from .asking import take_output, take_record
from .printing import Layout, emit, name_columns, note, print_rows

ROLES = ("reader", "coder", "editor")


@click.command(cls=Verb)
@take_record
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option(
    "--port",
    default=8400,
    show_default=True,
    type=click.IntRange(0, 65535),
    metavar="N",
    help="0 for any that is free.",
)
@click.option(
    "--name", "names", multiple=True, metavar="NAME", help="A name that browsers know this machine by."
)
@click.option(
    "--tokens",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The file of tokens.  [default: access.json in the record]",
)
@click.option(
    "--public", is_flag=True, help="For anybody: read-only, private persons and sensitive places withheld."
)
@click.option("--everything", is_flag=True, help="With --public: withhold nothing. Logged.")
@click.option(
    "--hold-back",
    type=int,
    default=0,
    metavar="DAYS",
    help="With --public: no control of the last DAYS days.",
)
@click.option(
    "--tiles",
    metavar="URL",
    help="A tile server for the ground of the map: https://tiles.example/{z}/{x}/{y}.png",
)
def serve(record: str, host: str, port: int, names: tuple[str, ...], tokens: str | None, public: bool, everything: bool,
          hold_back: int, tiles: str | None) -> None:  # fmt: skip
    """Open the record in a browser: map, timeline, dossiers, quotes, review.

    Only this machine can reach it unless --host says otherwise; then everybody needs a token (`sijill token add`), or
    --public shows all comers a redacted, read-only view. docs/web.md says more.
    """
    from ..web import Settings
    from ..web import serve as run

    settings = Settings(
        record=Path(record), host=host, port=port, names=names, access=Path(tokens) if tokens else None, public=public,
        everything=everything, hold_back=hold_back, tiles=tiles, who=getpass.getuser(),
    )  # fmt: skip
    if public and not everything:
        note("making the redacted copy that the public sees …")
    if everything:
        log_choice(settings)
        note("--everything: private persons and sensitive places are shown to whoever asks")

    def tell(address: str) -> None:
        emit(f"{address}/  (Ctrl-C stops)\n")

    run(settings, tell)


def log_choice(settings: Any) -> None:
    """That more than the redacted view was made public, by whom and when, is in the record's folder."""
    from datetime import UTC, datetime

    line = {"when": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "who": settings.who, "what": "served everything in public",
            "at": f"{settings.host}:{settings.port}"}  # fmt: skip
    with open(settings.record / "publishing.log", "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


@click.group(cls=VerbGroup)
def token() -> None:
    """Say who may use the record over the network: one token a person, each with a role.

    A reader sees everything, a coder decides and adds claims, an editor also takes back what others decided.
    """


def take_file(function):
    """The verb takes the record, or the file of tokens itself."""
    option = click.option(
        "--tokens",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="The file of tokens.  [default: access.json in the record]",
    )
    return take_record(option(function))


@token.command(cls=Verb)
@click.argument("name")
@click.option(
    "--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What they may do."
)
@take_file
def add(name: str, role: str, record: str, tokens: str | None) -> None:
    """Make a token for NAME and print it, once; an earlier one of theirs stops working."""
    from ..web.access import add_grant

    path = find_file(record, tokens)
    emit(add_grant(path, name, role) + "\n")
    note(f"{name} is a {role}; only a hash of the token is kept, in {path}")


@token.command(cls=Verb)
@click.argument("name")
@take_file
def remove(name: str, record: str, tokens: str | None) -> None:
    """Make NAME's token stop working, at once."""
    from ..web.access import remove_grant

    remove_grant(find_file(record, tokens), name)
    note(f"{name} has no token any more")


@token.command(name="list", cls=Verb)
@take_file
@take_output
def list_tokens(record: str, tokens: str | None, output: str | None, limit: int | None) -> None:
    """List who has a token, in which role and since when."""
    from ..web.access import read_grants

    rows = [
        {"name": one.name, "role": one.role, "since": one.since}
        for one in read_grants(find_file(record, tokens))
    ]
    print_rows(
        rows,
        Layout(columns=name_columns("name role since"), empty="nobody has a token"),
        output or "table",
        limit,
    )


def find_file(record: str, tokens: str | None) -> Path:
    """The file of tokens: the one named, else that of the record, which must be there."""
    if tokens:
        return Path(tokens)
    if not Path(record).is_dir():
        raise SijillError(
            "there is no such folder",
            where=record,
            remedy="build a record first, or name a file with --tokens",
        )
    return Path(record) / "access.json"
