"""The verb for the model that links claims into incidents: train, show, use."""

from pathlib import Path
from typing import Any

import click

from ..errors import SijillError
from ..model import to_dict, to_json
from ..record import Record, lock_record
from .app import Verb, VerbGroup
from .asking import take_output, take_record
from .building import run_build
from .printing import Layout, emit, name_columns, print_rows, say_count


@click.group(cls=VerbGroup)
def link() -> None:
    """The weights by which claims are linked: refit them to your decisions, look at them, go back.

    What forbids a link (two towns, opposite perpetrators, one source listing both apart) is a rule that no training
    changes, and what a person merged or split stays so whatever the weights.
    """


@link.command(cls=Verb)
@take_record
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@click.option("--later", is_flag=True, help="Keep the new weights; the next build links by them.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def train(record: str, dry_run: bool, later: bool, as_json: bool) -> None:
    """Refit the weights to the merges and splits of RECORD, and build it again by them.

    Every pair of claims that somebody merged or split is an example. Each weight is held to its shipped value, so that a
    few decisions change little. It needs no network. `sijill link use shipped` takes it back.
    """
    from ..run.models import keep_model, read_used
    from ..run.training import train_links

    root = Path(record)
    with Record.open(root) as opened:
        version = opened.number
    found = train_links(root)
    used = read_used(root)
    if as_json:
        emit(to_json(found).decode() + "\n")
    else:
        tell_training(found, used)
    if dry_run:
        return
    with lock_record(root):
        number = keep_model(root, found.model)
    if as_json and later:
        return
    back = "shipped" if used == 0 else str(used)
    told = f"kept as model {number} in {root / 'link'}; `sijill link use {back} --record {root}` goes back"
    if later:
        emit(f"{told}; the next build links by it\n")
        return
    from ..run.options import BuildOptions

    report = run_build((), BuildOptions(record=record), quiet=True)
    if not as_json:
        emit(f"{told}\n")
        emit(tell_version(root, version, report.version))


def tell_training(found: Any, used: int) -> None:
    """What training found, in words and a table."""
    model = found.model
    emit(
        f"{say_count(model.decisions, 'decision')}, {say_count(found.pairs, 'pair')} of claims: by the weights in use "
        f"{found.right_before} come out as you decided, by the new ones {found.right_after}\n"
    )
    if found.ruled_out:
        emit(
            f"{say_count(len(found.ruled_out), 'further pair')} settled by a rule: no weight bears on them\n"
        )
    layout = Layout(
        columns=name_columns("level words before=shipped after=now together apart"),
        wide=("words",),
        empty="no weight changes",
    )
    print_rows([to_dict(one) for one in found.changed], layout, "table", None)
    if found.wrong:
        emit("still judged otherwise than you did, and worth a second look:\n")
        for pair in found.wrong[:20]:
            emit(
                f"  {pair.one} and {pair.other}: you {'put them together' if pair.together else 'took them apart'}\n"
            )
        if len(found.wrong) > 20:
            emit(f"  and {len(found.wrong) - 20} more (--json lists all)\n")


def tell_version(root: Path, before: int, after: int) -> str:
    if before == after:
        return f"version {after} of {root} says the same: no incident is linked otherwise\n"
    return f"version {after} of {root} is linked by it; `sijill diff {before} {after} --record {root}` lists what changed\n"


@link.command(cls=Verb)
@take_record
@take_output
def show(record: str, output: str | None, limit: int | None) -> None:
    """List the weights in use, beside the shipped ones."""
    from ..link.weights import load_shipped
    from ..run.models import list_models, read_model, read_used

    root = Path(record)
    number, model, shipped = read_used(root), read_model(root), load_shipped().weights
    rows = [
        {"level": key, "weight": weight, "shipped": shipped.get(key), "changed": weight != shipped.get(key)}
        for key, weight in sorted(model.weights.items())
    ]
    if output is None:
        named = "the shipped model" if number == 0 else f"model {number}"
        others = ", ".join(["shipped", *map(str, list_models(root))])
        emit(f"{named} is in use (there are: {others}). {model.about}\n")
    layout = Layout(columns=name_columns("level weight shipped changed"))
    print_rows(rows, layout, output or "table", 0 if limit is None else limit)


@link.command(cls=Verb)
@click.argument("model", metavar="shipped|N")
@take_record
@click.option("--later", is_flag=True, help="Choose it only; the next build links by it.")
def use(model: str, record: str, later: bool) -> None:
    """Link by another model: `shipped`, or one that was trained before, by its number."""
    from ..run.models import SHIPPED, use_model
    from ..run.options import BuildOptions

    if model != "shipped" and not model.isdigit():
        raise SijillError(
            f"{model!r} is no model",
            remedy="name one by its number, or `shipped`; `sijill link show` lists them",
        )
    root = Path(record)
    with Record.open(root) as opened:
        version = opened.number
    with lock_record(root):
        use_model(root, SHIPPED if model == "shipped" else int(model))
    if later:
        emit("the next build links by it\n")
        return
    report = run_build((), BuildOptions(record=record), quiet=True)
    emit(tell_version(root, version, report.version))
