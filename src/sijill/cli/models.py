"""The verbs about language models: requests out, answers in, what had no proof, and what it would all cost."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import SijillError
from ..model import to_dict
from .app import Verb, VerbGroup
from .asking import Function, take_output, take_record
from .printing import Layout, emit, name_columns, note, print_rows, say_count
from .summary import say_money

SHOWN = 5  # problems of one file that are told


def take_limits(function: Function) -> Function:
    """The verb takes what may be spent on a language model."""
    options = [
        click.option("--price", metavar="IN/OUT", help="What a million tokens cost, in and out (0.15/0.60)."),
        click.option("--budget", type=click.FloatRange(min=0), metavar="N",
                     help="Spend at most N on a language model in this build, by --price."),
        click.option("--token-budget", type=click.IntRange(min=0), metavar="N",
                     help="Use at most N tokens of a language model in this build."),
        click.option("--concurrency", type=click.IntRange(1, 256), default=8, show_default=True, metavar="N",
                     help="Requests to a language model at once."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def check_limits(options: Any) -> None:
    """A budget in money needs a price."""
    if options.budget is not None and options.price is None:
        raise SijillError(
            "a budget in money needs a price", where="--budget",
            remedy="add --price IN/OUT for a million tokens, or give --token-budget",
        )  # fmt: skip


def watch() -> Any:
    """For a `with`: the progress of long work on a terminal, and silence elsewhere."""
    from contextlib import nullcontext

    from ..run.options import Silence
    from .building import Bars

    return Bars() if sys.stderr.isatty() else nullcontext(Silence())


@click.group(cls=VerbGroup)
def llm() -> None:
    """Batch files for a language model, and what it answered without proof.

    The model is named by SIJILL_LLM_MODEL, or `--extractor llm:MODEL`. For answers while you wait there is
    `sijill build --extractor llm`; docs/llm.md explains both.
    """


@llm.command("export", cls=Verb)
@click.argument("sources", nargs=-1, metavar="[SOURCES…]")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Where to write the requests.",
)
@take_record
@click.option("--extractor", default="llm", show_default=True, metavar="NAME", help="llm, or both.")
@click.option("--pack", metavar="NAME|DIR", help="Names and words of the conflict.")
@click.option(
    "--plain",
    is_flag=True,
    help="Without schema, temperature and length limit, for services that refuse one of them.",
)
def export_requests(
    sources: tuple[str, ...], out: str, record: str, extractor: str, pack: str | None, plain: bool
) -> None:
    """Write requests about SOURCES, or about the record's reports, as a batch file.

    One JSON request a line with a `custom_id`, as the batch services of hosted models take it. What the record has an
    answer to is left out. After an import, a second export asks for the repair of answers with mistakes.
    """
    from ..extract.llm.batch import write_request
    from ..extract.llm.cost import count_request
    from ..run.options import BuildOptions
    from ..run.planning import Planner

    options = BuildOptions(record=record, extractor=extractor, pack=pack)
    requests = repairs = tokens = 0
    beside = Path(out + ".new")
    try:
        with watch() as progress, open(beside, "w", encoding="utf-8", errors="replace") as stream:
            planner = Planner(sources, options, progress)
            for request in planner.list_requests():
                name, digest = planner.extractor.model, request.document.content_hash
                stream.write(write_request(name, request.key, digest, request.messages, plain=plain))
                requests, repairs = requests + 1, repairs + request.repair
                tokens += count_request(request.messages)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    emit(
        f"{say_count(requests, 'request')} about {say_count(planner.documents, 'document')} in {out}"
        f" (about {tokens:,} tokens in)" + (f", {repairs} of them for repair" if repairs else "") + ".\n"
    )
    if planner.recalled:
        note(f"{say_count(planner.recalled, 'answer')} at hand, not asked for again")
    for unread in planner.unread[:SHOWN]:
        note(f"not read: {unread.source}: {unread.problem}")
    if requests:
        emit(f"Next: have them answered, then `sijill llm import RESPONSES --record {record}`.\n")


@llm.command("import", cls=Verb)
@click.argument("file", type=click.Path(dir_okay=False))
@take_record
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def import_responses(file: str, record: str, as_json: bool) -> None:
    """Take the responses in FILE into the record.

    They are kept as they came; the next build with `--extractor llm` holds them to the proof. Nothing is asked of any
    server for that. A response whose request the record has an answer to already changes nothing.
    """
    from ..extract.llm.batch import read_responses
    from ..extract.llm.store import AnswerStore
    from ..record import lock_record
    from ..record.folder import answers_path, is_record

    path, root = Path(file), Path(record)
    if not path.is_file():
        raise SijillError("there is no such file", where=file, remedy="name the file of responses")
    if (
        root.exists()
        and not is_record(root)
        and any(one.name not in ("lock", "answers") for one in root.iterdir())
    ):
        raise SijillError(
            "is a folder with other things in it, not a record", where=record, remedy="name a new folder"
        )
    counts: Counter[str] = Counter()
    problems: list[str] = []
    with open(path, encoding="utf-8", errors="replace") as stream:
        responses = list(read_responses(stream))
    if not any(one.key for one in responses):
        raise SijillError(
            "no line is a response to a request of ours", where=file,
            remedy="give the file of responses that the service made of what `sijill llm export` wrote",
        )  # fmt: skip
    if not any(one.reply for one in responses):
        raise refuse_responses(file, responses)
    with lock_record(root), AnswerStore(answers_path(root)) as store:
        for one in responses:
            if one.reply is None:
                counts["failed"] += 1
                problems.append(f"line {one.line}: {one.problem}")
                continue
            new = store.put(
                one.key,
                one.reply,
                model=one.model or "",
                prompt="",
                content_hash=one.content_hash,
                came="batch",
            )
            counts["new" if new else "known"] += 1
    if as_json:
        emit(
            json.dumps({name: counts[name] for name in ("new", "known", "failed")} | {"problems": problems})
            + "\n"
        )
        return
    emit(f"{say_count(counts['new'], 'answer')} taken into {record}, {counts['known']} known already.\n")
    for problem in problems[:SHOWN]:
        note(f"not taken: {file}: {problem}")
    if len(problems) > SHOWN:
        note(f"not taken: {len(problems) - SHOWN} more; --json lists all")
    if problems:
        note("`sijill llm export` writes the requests that still have no answer")
    emit(f"Next: `sijill build SOURCES… --extractor llm --record {record}`.\n")


def refuse_responses(file: str, responses: Sequence[Any]) -> SijillError:
    """The error for a file in which not one line has an answer: most likely it is that of the requests."""
    from ..extract.llm.batch import NO_RESPONSE

    if all(one.problem == NO_RESPONSE for one in responses if one.key):
        return SijillError(
            "holds requests and no responses, so nothing was taken", where=file,
            remedy="have it answered by a service or `vllm run-batch`, and give the file that comes of it",
        )  # fmt: skip
    told = "; ".join(f"line {one.line}: {one.problem}" for one in responses[:SHOWN])
    more = f"; and {len(responses) - SHOWN} more" if len(responses) > SHOWN else ""
    return SijillError(
        f"none of its {say_count(len(responses), 'line')} has an answer, so nothing was taken ({told}{more})", where=file,
        remedy="mend what the service complains of, and send the requests again",
    )  # fmt: skip


@llm.command("rejected", cls=Verb)
@take_record
@take_output
def list_rejected(record: str, output: str | None, limit: int | None) -> None:
    """List what the model answered and the reports do not prove.

    Claims that were lost, and parts that were left out of others, with what is wrong and what the model wrote.
    """
    from ..extract.llm.store import AnswerStore
    from ..record.folder import answers_path

    path = answers_path(Path(record))
    if not path.is_file():
        raise SijillError(
            "no language model was asked for this record",
            where=record,
            remedy="build it with --extractor llm",
        )
    with AnswerStore(path) as store:
        found = store.list_failures()
    names = ("source", "model", "claim", "what", "said", "lost")
    rows = [dict(zip(names, row, strict=True)) for row in found]
    rows = [row | {"claim": row["claim"] or None, "lost": "claim" if row["lost"] else "part"} for row in rows]
    layout = Layout(
        columns=name_columns("source claim lost what said=the_model_wrote"), wide=("what", "said"),
        every=("source", "model", "claim", "lost", "what", "said"), empty="everything that the model answered was proved",
    )  # fmt: skip
    print_rows(rows, layout, output or "table", limit)


def write_estimate(sources: tuple[str, ...], options: Any, *, as_json: bool) -> str:
    """What a build would ask of a language model, and about how much that would cost."""
    from ..run.planning import estimate_cost

    with watch() as progress:
        found = estimate_cost(sources, options, progress)
    if as_json:
        return json.dumps(to_dict(found), ensure_ascii=False, indent=1) + "\n"
    lines = [
        f"Asked of {found.model}: {say_count(found.requests, 'request')} about {say_count(found.documents, 'document')}"
        + (f", {found.silent} of which need none" if found.silent else "")
        + (f"; {say_count(found.recalled, 'answer')} at hand" if found.recalled else "") + ".",
        f"  {found.shown:,} characters of the {found.letters:,} that the reports have would be sent, with overlaps",
        f"  about {found.tokens_in:,} tokens in and {found.tokens_out:,} out (estimated without the model's own tokeniser)",
    ]  # fmt: skip
    if found.money is not None:
        lines.append(f"  about {say_money(found.money)} by the price given; repairs may add a tenth")
    else:
        lines.append("  --price IN/OUT, for a million tokens, shows what that costs")
    if found.unread:
        lines.append(f"  {say_count(found.unread, 'input')} could not be read and cost nothing")
    return "\n".join(lines) + "\nNothing was sent, and nothing was written.\n"
