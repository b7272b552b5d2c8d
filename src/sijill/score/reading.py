"""Reads what is scored and what it is scored against: annotated documents, claims as JSON lines, records."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from sijill.errors import SijillError
from sijill.model import Claim, Frozen, Incident
from sijill.score.coded import (
    CodedClaim,
    ControlRow,
    Gold,
    GoldDocument,
    Predicted,
    code_claim,
    code_claims,
    name_claim,
)

ACROSS = ("incidents.json", "control.json", "names.json")
GOLD_SHAPE = "give a folder of annotated documents (JSON objects with `claims`), or one of them"


def read_gold(path: str | Path) -> Gold:
    """The annotated documents of a folder, or of one file; raises `SijillError` when there are none."""
    path = Path(path)
    if not path.exists():
        raise SijillError("there is no such file or folder", where=str(path), remedy=GOLD_SHAPE)
    folder = path if path.is_dir() else path.parent
    files = find_annotated(path) if path.is_dir() else [path]
    contents = [(file, read_annotated(file)) for file in files]
    documents = tuple(read_document(file, content) for file, content in contents)
    try:
        incidents, apart = read_incidents(folder, contents, documents)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as problem:
        raise SijillError(
            f"incidents that do not fit the claims ({problem!r})",
            where=str(folder),
            remedy="give each an `id` and the claims it holds, as [file, index] or as `claim_indexes`",
        ) from None
    control = read_control_rows(folder / "control.json") if path.is_dir() else ()
    return Gold(name=str(path), documents=documents, incidents=incidents, apart=apart, control=control)


def find_annotated(folder: Path) -> list[Path]:
    """The annotated documents of a folder, in the order of their names."""
    files = [file for file in sorted(folder.glob("*.json")) if file.name not in ACROSS]
    if not files:
        inside = ", ".join(
            str(each) for each in sorted(folder.iterdir()) if each.is_dir() and any(each.glob("*.json"))
        )
        remedy = f"score one of its folders at a time: {inside}" if inside else GOLD_SHAPE
        raise SijillError("no annotated document in this folder", where=str(folder), remedy=remedy)
    return files


def read_annotated(file: Path) -> dict[str, Any]:
    """The JSON object of one annotated document."""
    content = read_json(file)
    if not isinstance(content, dict) or not isinstance(content.get("claims"), list):
        raise SijillError("not an annotated document: it has no `claims`", where=str(file), remedy=GOLD_SHAPE)
    return content


def read_json(file: Path) -> Any:
    """What a JSON file holds; raises `SijillError` naming the line when it is not JSON."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as problem:
        raise SijillError(
            f"not JSON: {problem.msg} (line {problem.lineno})",
            where=str(file),
            remedy="mend it or leave it out",
        ) from None
    except UnicodeDecodeError:
        raise SijillError("not UTF-8 text", where=str(file), remedy="save it as UTF-8") from None
    except OSError as problem:
        raise SijillError(f"cannot be read: {problem.strerror}", where=str(file)) from None


def read_document(file: Path, content: Mapping[str, Any]) -> GoldDocument:
    """One annotated document; its quotes are checked against its text where the text is at hand."""
    rows = content["claims"]
    source = str(content.get("document") or content.get("id") or file.stem)
    claims = tuple(
        msgspec.structs.replace(code_claim(row, f"{file} claim {index}"), id=name_claim(source, index))
        for index, row in enumerate(rows)
    )
    claims = tuple(
        claim
        if claim.source
        else msgspec.structs.replace(claim, document=type(claim.document)(source=source))
        for claim in claims
    )
    text = content.get("text") if "text" in content else find_text(file, source)
    check_quotes(file, claims, text)
    repeats = content.get("repeats") or []
    if not all(isinstance(index, int) and 0 <= index < len(claims) for pair in repeats for index in pair):
        raise SijillError(
            "`repeats` names a claim that is not there", where=str(file), remedy="give pairs of claim indexes"
        )
    return GoldDocument(
        source=claims[0].source if claims else source,
        claims=claims,
        text=text,
        published=content.get("published"),
        published_est=content.get("published_est"),
        publisher=content.get("publisher"),
        repeats=tuple((first, second) for first, second in repeats),
        cluster=content.get("cluster"),
    )


def find_text(file: Path, source: str) -> str | None:
    """The text of an annotated file when it lies beside the annotation, or beside the gold folder."""
    for candidate in (file.parent / source, file.parent.parent.parent / file.parent.name / source):
        if candidate.is_file() and candidate != file:
            try:
                # newline="" keeps a carriage return: offsets count it
                with candidate.open(encoding="utf-8", newline="") as stream:
                    return stream.read()
            except (OSError, UnicodeDecodeError):
                return None
    return None


def check_quotes(file: Path, claims: Iterable[CodedClaim], text: str | None) -> None:
    """Raises `SijillError` when an annotated quote is not at its offsets."""
    for index, claim in enumerate(claims):
        if text is not None and claim.quote and text[claim.start : claim.end] != claim.quote:
            raise SijillError(
                f"the quote of claim {index} is not at {claim.start}–{claim.end} of its text",
                where=str(file),
                remedy="annotate the text that lies beside it, or mend the offsets",
            )


Labels = dict[str, frozenset[str]]


def read_incidents(
    folder: Path, contents: list[tuple[Path, dict[str, Any]]], documents: tuple[GoldDocument, ...]
) -> tuple[Labels, tuple[tuple[str, str], ...]]:
    """Which incidents each gold claim belongs to, and which incidents must not be merged.

    `incidents.json` speaks of claims as [file stem, index]; a report has its own `incidents` with
    `claim_indexes`, and the same incident id in two reports of one cluster is one incident.
    """
    known = {claim.id for document in documents for claim in document.claims}
    labels: dict[str, set[str]] = {}
    apart: set[tuple[str, str]] = set()
    across = folder / "incidents.json"
    for row in read_json(across) if across.is_file() else []:
        for stem, index in row.get("claims", ()):
            labels.setdefault(name_claim(stem, index), set()).add(row["id"])
        for other in row.get("must_not_merge_with", ()):
            name = other["id"] if isinstance(other, dict) else other
            apart.add((min(row["id"], name), max(row["id"], name)))
    for (_, content), document in zip(contents, documents, strict=True):
        for row in content.get("incidents", ()):
            incident = f"{document.cluster}/{row['id']}" if document.cluster else row["id"]
            for index in row.get("claim_indexes", ()):
                labels.setdefault(document.claims[index].id, set()).add(incident)
    kept = {claim: frozenset(incidents) for claim, incidents in labels.items() if claim in known}
    return kept, tuple(sorted(apart))


def read_control_rows(file: Path) -> tuple[ControlRow, ...]:
    """The rows of a gold `control.json`; none when there is no such file."""
    if not file.is_file():
        return ()
    try:
        return tuple(msgspec.convert(row, ControlRow) for row in read_json(file))
    except msgspec.ValidationError as problem:
        raise SijillError(
            f"not control rows: {problem}", where=str(file), remedy="give place, date, expected"
        ) from None


def read_gold_claims(path: str | Path) -> tuple[Claim, ...]:
    """The gold as full `Claim` records with gold ids, for running a later stage on perfect claims.

    What that stage makes of them can be scored as it is: claims that carry gold ids are matched by id.
    """
    path = Path(path)
    made = []
    for file in find_annotated(path) if path.is_dir() else [path]:
        content = read_annotated(file)
        document = read_document(file, content)
        reference = {"id": document.source, "source": document.source, "published": document.published}
        reference = {
            "publisher": content.get("publisher"),
            "language": content.get("language", "und"),
            **reference,
        }
        for row, claim in zip(content["claims"], document.claims, strict=True):
            own = {"id": claim.id, "document": reference, "extractor": {"name": "gold", "version": "1"}}
            try:
                made.append(msgspec.convert({**complete_fields(row), **own}, Claim))
            except msgspec.ValidationError as problem:
                raise SijillError(
                    f"not a claim: {problem}", where=f"{file} {claim.id}", remedy="mend its annotation"
                ) from None
    return tuple(made)


def complete_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an annotated claim, without its incident; a channel given as a bare name is an object."""
    fields = {key: value for key, value in row.items() if value is not None and key != "incident"}
    channels = ({"name": one} if isinstance(one, str) else one for one in fields.get("via", ()))
    return {**fields, "via": list(channels)}


def read_predicted(path: str | Path) -> Predicted:
    """What is at a path: a record, claims as JSON lines, or another gold; raises `SijillError` for others."""
    path = Path(path)
    if not path.exists():
        raise SijillError(
            "there is no such record or file",
            where=str(path),
            remedy="run `sijill build` first, or check the path",
        )
    if path.is_dir():
        return read_record(path) if is_record(path) else predict_gold(read_gold(path))
    if path.suffix == ".json":
        return predict_gold(read_gold(path))
    return read_claim_lines(path)


def is_record(folder: Path) -> bool:
    """True when a folder is laid out as a record on disk."""
    return any((folder / part).exists() for part in ("current", "versions", "archive"))


def predict_gold(gold: Gold) -> Predicted:
    """A gold taken as a prediction: for two coders against each other, or a gold against itself.

    Its claims lose their gold ids: the fifth claim of one coder is not the fifth of the other.
    """
    sources = frozenset(document.source for document in gold.documents)
    return Predicted(
        name=gold.name,
        claims=tuple(msgspec.structs.replace(claim, id=f"predicted {claim.id}") for claim in gold.claims),
        sources=sources,
        incidents={f"predicted {claim}": labels for claim, labels in gold.incidents.items()},
        control=gold.control if gold.control else None,
    )


def read_claim_lines(path: Path) -> Predicted:
    """Claims from a file with one JSON object a line, as `sijill export --format claims` writes it."""
    claims = []
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    claims.append(code_line(line, f"{path} line {number}"))
    except UnicodeDecodeError:
        raise SijillError("not UTF-8 text", where=str(path), remedy="give claims as JSON lines") from None
    return predict_claims(code_claims(claims), name=str(path))


def code_line(line: str, where: str) -> CodedClaim:
    """The claim on one line."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise SijillError(
            f"not JSON: {problem.msg}",
            where=where,
            remedy="write claims with `sijill export --format claims`",
        ) from None
    if not isinstance(row, dict):
        raise SijillError("not a JSON object", where=where, remedy="give one claim a line")
    return code_claim(row, where)


def predict_claims(claims: tuple[CodedClaim, ...], name: str = "predicted") -> Predicted:
    """Loose claims as a prediction, with the incidents that they name themselves."""
    labels = {claim.id: frozenset({claim.incident}) for claim in claims if claim.incident}
    return Predicted(name=name, claims=claims, incidents=labels)


def read_record(path: Path) -> Predicted:
    """The claims, incidents and control states of a record on disk."""
    from sijill.record import Record  # not needed for scoring files, and it opens a database

    with Record.open(path) as record:
        claims = code_claims(record.claims(), where=str(path))
        return Predicted(
            name=str(path),
            claims=claims,
            sources=frozenset(document.source for document in record.documents()),
            incidents=label_claims(record.incidents()) or predict_claims(claims).incidents,
            control=tuple(record.control()),
            names=NamedThings(
                sides=tuple(record.sides()), actors=tuple(record.actors()), places=tuple(record.places())
            ),
        )


class NamedThings(Frozen):
    """The sides, actors and places of the pack that a record was built with."""

    sides: tuple[Any, ...] = ()
    actors: tuple[Any, ...] = ()
    places: tuple[Any, ...] = ()


def label_claims(incidents: Iterable[Incident]) -> Labels:
    """Which incidents each claim belongs to, from the incidents' own lists."""
    labels: dict[str, set[str]] = {}
    for incident in incidents:
        for claim in incident.claims:
            labels.setdefault(claim, set()).add(incident.id)
    return {claim: frozenset(names) for claim, names in labels.items()}
