"""The verbs that set one thing against another: two versions, or a record against annotated documents."""

import click

from ..errors import SijillError
from .app import Verb
from .asking import take_output, take_record
from .printing import Layout, emit, name_columns, note, print_rows


@click.command(cls=Verb)
@click.argument("before", type=int, metavar="N")
@click.argument("after", type=int, metavar="M")
@take_record
@take_output
def diff(before: int, after: int, record: str, output: str | None, limit: int | None) -> None:
    """List what changed from version N to version M."""
    from ..model import to_dict
    from ..record import diff_versions

    changes = diff_versions(record, before, after)
    layout = Layout(
        columns=name_columns("change table id summary=what fields"),
        wide=("summary",),
    )
    print_rows([to_dict(change) for change in changes], layout, output or "table", limit)
    if not changes and before != after:
        note(f"versions {before} and {after} say the same")


@click.command(cls=Verb)
@click.argument("gold", metavar="GOLD", type=click.Path())
@click.argument("predicted", metavar="RECORD|FILE", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@click.option("--errors", is_flag=True, help="List the errors, with quotes.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=20, metavar="N", help="Errors of each sort; 0 for all."
)
@click.option(
    "--published-est", is_flag=True, help="Require dates that rest on an estimated publication day as well."
)
@click.option(
    "--lenient-kinds", is_flag=True, help="Add a line in which two kinds easily confused count as one."
)
@click.option("--pack", metavar="NAME|DIR", help="The pack whose names the control rows are read with.")
def score(
    gold: str,
    predicted: str,
    as_json: bool,
    errors: bool,
    limit: int,
    published_est: bool,
    lenient_kinds: bool,
    pack: str | None,
) -> None:
    """Score RECORD, or a file of claims, against annotated documents.

    GOLD is a folder of annotated documents, or one of them. docs/scoring.md says what each number means.
    """
    from pathlib import Path

    from ..model import to_json
    from ..score import (
        ScoreOptions,
        explain_errors,
        format_scores,
        read_gold,
        read_predicted,
        score_claims,
    )

    if not Path(predicted).exists():
        raise SijillError(
            "there is no such record or file", where=predicted, remedy="build it with `sijill build`"
        )
    options = ScoreOptions(published_est=published_est, lenient_kinds=lenient_kinds, pack=pack)
    coded, found = read_gold(gold), read_predicted(predicted)
    scores = score_claims(coded, found, options)
    emit(to_json(scores.to_dict()).decode() + "\n" if as_json else format_scores(scores).rstrip("\n") + "\n")
    if errors:
        emit("\n" + explain_errors(coded, found, limit or None, options).rstrip("\n") + "\n")
