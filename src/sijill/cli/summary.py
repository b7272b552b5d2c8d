"""The last lines of a build."""

from ..run.options import BuildReport, ModelReport
from .printing import clean_text, say_count

STANCE_WORDS = {"asserts": "asserted", "denies": "denied", "plans": "planned", "hypothetical": "hypothetical"}


def write_summary(report: BuildReport, record: str) -> str:
    """The last lines of a build: what was read, what came of it, what to look at next."""
    where = "" if record == "record" else f" --record {record}"
    lines = [
        f"Version {report.version} of {record}, built in {report.seconds:g} s."
        if report.changed
        else f"Nothing changed: version {report.version} of {record} stands ({report.seconds:g} s).",
        _say_pack(report),
        f"  {say_count(report.documents, 'document')} ({report.new_sources} new or changed, {report.read_now} read now, "
        f"{report.extracted_now} searched for claims now), {report.copies} of them a copy or derived",
        *_say_kept(report.kept),
        f"  {say_count(report.claims, 'claim')}: {_say_counts(report.claims_by_stance, STANCE_WORDS)}",
        f"  {say_count(report.incidents, 'incident')}: {_say_counts(report.incidents_by_status)}",
        f"  {say_count(report.disputed_figures, 'disputed figure')}, "
        f"{say_count(report.control_states, 'state')} of control",
    ]
    lines += _say_unknown(report)
    if report.unread:
        lines.append(
            f"  {say_count(len(report.unread), 'input')} not read (`sijill documents{where} --unread`)"
        )
    lines += _say_model(report.model, where) if report.model else []
    lines += _list_some("in a language that the extractor does not read, not coded", report.not_coded)
    lines += _list_some("too long for one report, coded at the beginning only (split it)", report.in_part)
    lines += _list_some("without a known publication day (give it with --published)", report.undated)
    if report.tray:
        find = "decision no longer finds its" if report.tray == 1 else "decisions no longer find their"
        lines.append(f"  {report.tray} {find} claim (`sijill decide list{where}`)")
    lines += [
        "Next:",
        f"  sijill incidents{where}",
        f"  sijill figures{where}",
        f"  sijill control{where} --place NAME",
        f"  sijill report{where} --out report.html",
    ]
    return clean_text("\n".join(lines) + "\n")


def _say_pack(report: BuildReport) -> str:
    lines = [f"  pack {report.pack} ({report.pack_title}): names, places and words"]
    if not report.pack_named:
        lines[0] += (
            "; none was named, this one was chosen by the names in the reports: --pack NAME|DIR names another"
        )
    if report.pack_before:
        same = report.pack_before == report.pack
        told = "was edited since the last build" if same else f"of the last build was {report.pack_before}"
        lines.append(f"  the pack {told}: every name was resolved anew")
    if report.pack_problems:
        lines.append(
            f"  pack {report.pack} has {say_count(report.pack_problems, 'problem')}: sijill pack check {report.pack_folder}"
        )
    return "\n".join(lines)


def _say_kept(kept: int) -> list[str]:
    """That the record has more than what this build was given, and how it would be otherwise."""
    if not kept:
        return []
    more = "--fresh forgets such first, `sijill forget` takes some out"
    return [f"  {kept} were here already (kept): documents of earlier builds; {more}"]


def _say_unknown(report: BuildReport) -> list[str]:
    """The commonest names that the pack does not know, and where to add them."""
    parts = [
        f"{say_count(found.names, what)} ({', '.join(f'{name} {count}' for name, count in found.commonest)})"
        for what, found in (("actor", report.unknown_actors), ("place", report.unknown_places))
        if found.names
    ]
    if not parts:
        return []
    where = f"add them in {report.pack_folder}" if report.pack_folder else "sijill pack new"
    return [f"  names that the pack does not know: {', '.join(parts)}; {where}"]


def _say_model(model: ModelReport, where: str) -> list[str]:
    """What the language model was asked, what it cost, what had no proof, and what is still lacking."""
    cost = f", {say_money(model.money)} by the price given" if model.money is not None else ""
    lines = [
        f"  {model.model}: {say_count(model.asked, 'answer')} asked for now ({model.tokens_in:,} tokens in, "
        f"{model.tokens_out:,} out{cost}), {model.recalled} at hand"
    ]
    if model.letters:
        share = min(100, round(100 * model.shown / model.letters))
        lines.append(
            f"  shown to it: {model.shown:,} characters of {say_count(model.reports, 'report')}, with overlaps"
            f" ({share} % of the text coded in this build)"
        )
    if model.lost or model.left_out:
        lines.append(
            f"  without proof in the report, so not kept: {say_count(model.lost, 'claim')}, "
            f"{say_count(model.left_out, 'part')} of others (`sijill llm rejected{where}`)"
        )
    if model.unrepaired:
        lines.append(
            f"  {say_count(model.unrepaired, 'answer')} with mistakes that nobody was asked to mend "
            f"(set SIJILL_LLM_URL, or `sijill llm export{where}` again)"
        )
    if model.review:
        lines.append(f"  {say_count(model.review, 'claim')} for review (`sijill claims{where} --review`)")
        lines += [f"    {count:>4}  {_say_remark(remark)}" for remark, count in model.remarks.items()]
    lines += [f"  refused: {problem}" for problem in model.problems]
    if model.stopped:
        lines.append(f"  nothing more was asked: {model.stopped}")
    lines += _list_some("not wholly answered for by the model (build again to go on)", model.gaps)
    return lines


def _say_remark(remark: str) -> str:
    """What the two extractors disagree on, in words."""
    return remark if " " in remark else f"the two extractors read another {remark.removesuffix('s')}"


def say_money(amount: float) -> str:
    """An amount with as many digits as it needs to be told from nothing.

    >>> say_money(12.345), say_money(0.0034)
    ('12.35', '0.0034')
    """
    return f"{amount:.2f}" if amount >= 0.1 or amount == 0 else f"{amount:.2g}"


def _say_counts(counts: dict[str, int], words: dict[str, str] | None = None) -> str:
    return ", ".join(f"{count} {(words or {}).get(name, name)}" for name, count in counts.items()) or "none"


def _list_some(what: str, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return [f"  {len(names)} {what}: {', '.join(names[:5])}{more}"]
