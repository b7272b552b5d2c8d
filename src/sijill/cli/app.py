"""The group of all verbs, and what becomes of an error."""

import errno
import importlib
import os
import sys
import traceback
import warnings
from typing import Any

import click

from .. import __version__
from ..errors import SijillError

# Verb → module of this package and name in it: a verb's own imports are paid for by that verb alone.
VERBS = {
    "build": "building:build",
    "claims": "listing:claims",
    "compare": "against:compare",
    "control": "listing:control",
    "decide": "deciding:decide",
    "demo": "touring:demo",
    "diff": "comparing:diff",
    "documents": "listing:documents",
    "erase": "building:erase",
    "explain": "showing:explain",
    "export": "exporting:export",
    "figures": "listing:figures",
    "forget": "building:forget",
    "gazetteer": "gazetteers:gazetteer",
    "incidents": "listing:incidents",
    "link": "linking:link",
    "llm": "models:llm",
    "pack": "checking:pack",
    "report": "exporting:report",
    "score": "comparing:score",
    "serve": "serving:serve",
    "show": "showing:show",
    "token": "serving:token",
    "verify": "checking:verify",
}
MISTAKE, FAILURE, INTERRUPTED = 2, 1, 130
# What a disk or its owner refuses is for the user to mend: no room, no right, a file system that cannot be written.
DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


class UserMistake(click.ClickException):
    """A `SijillError` as the command line shows it: one line on standard error, exit code 2."""

    exit_code = MISTAKE

    def show(self, file: Any = None) -> None:
        """The message, without a traceback."""
        from .printing import clean_text

        click.echo(f"sijill: {clean_text(self.message)}", err=True, file=file)


class Verb(click.Command):
    """A command that takes `--debug` and turns errors into messages."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        option = click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_note_debug,
            help="Show where an error came from.",
        )
        self.params.append(option)

    def invoke(self, ctx: click.Context) -> Any:
        """The verb's own result; an error is a message and an exit code."""
        debug = ctx.find_root().meta.get("sijill.debug", False)
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _show_warning
                return super().invoke(ctx)
        except SijillError as error:
            if debug:
                traceback.print_exc()
            raise UserMistake(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except OSError as error:
            if debug or error.errno not in DISK_ERRORS:
                return self._tell_fault(ctx, error, debug)
            where = f"{error.filename}: " if error.filename else ""
            remedy = "make room or choose another place, and run it again"
            raise UserMistake(f"{where}cannot be written or read ({error.strerror}); {remedy}") from error
        except KeyboardInterrupt:
            click.echo("sijill: stopped; the version served before is still served", err=True)
            ctx.exit(INTERRUPTED)
        except Exception as error:
            return self._tell_fault(ctx, error, debug)

    def _tell_fault(self, ctx: click.Context, error: Exception, debug: bool) -> None:
        if debug:
            raise error
        first = str(error).splitlines()[0] if str(error) else ""
        click.echo(
            f"sijill: unexpected {type(error).__name__}: {first}\n"
            "This is a fault of sijill, not yours. Run it again with --debug and report what it prints.",
            err=True,
        )
        ctx.exit(FAILURE)


class Verbs(click.Group):
    """All verbs, each loaded when it is asked for."""

    command_class = Verb

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the verbs, in the order of the alphabet."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, loaded."""
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        return getattr(importlib.import_module(f".{module}", __package__), name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The verb that the arguments name; for an unknown one, the nearest is offered."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], VERBS, n=1)
            hint = f"did you mean `sijill {near[0]}`?" if near else "`sijill --help` lists them"
            raise click.UsageError(f"there is no verb {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


class VerbGroup(click.Group):
    """A verb that has verbs of its own."""

    command_class = Verb


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="sijill", message="%(prog)s %(version)s")
def app() -> None:
    """A sourced record of an armed conflict, built from reports that contradict each other.

    Build a record with `sijill build SOURCES…`, then ask it: what happened, where, when, who says so, who
    denies it, how many, and who held the town that day. Every answer stands on an exact quote.
    """


def main() -> None:
    """Run the command line and exit."""
    # Its matrix products are small: threads of their own would mostly wait for each other. Numbers are loaded later.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app(prog_name="sijill")
    except BrokenPipeError:
        # The reader of a pipe has seen enough (`sijill claims | head`); that is no error.
        sys.stderr.close()
        sys.exit(0)


def _show_warning(message: Any, category: type, filename: str, lineno: int, *_: Any) -> None:
    """What a pack is warned of, as a remark of ours: the file, the line, what is odd."""
    from .printing import note

    note(f"{filename}:{lineno}: {message}")


def _note_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.find_root().meta["sijill.debug"] = True
