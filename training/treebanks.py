"""Readers of the treebanks (CoNLL-U), of names over them (IOB2) and of re3d."""

import json
import random
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Example:
    """A sentence with the labels that its source gives; None where it gives none. Heads count from 1, 0 is the root."""

    words: list[str]
    heads: list[int] | None = None
    relations: list[str] | None = None
    upos: list[str] | None = None
    xpos: list[str] | None = None
    lemmas: list[str] | None = None
    names: list[str] | None = None
    terms: list[str] | None = None
    claims: list | None = None  # of sentences.Labelled
    text: str = ""
    unknown: frozenset[int] = frozenset()  # words of which nothing is known as triggers


def read_treebank(path: Path, names: dict[str, list[tuple[str, str]]] | None = None) -> list[Example]:
    """The sentences of a CoNLL-U file, with the names of the same sentences where they are given."""
    out, rows, sentence = [], [], ""
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# sent_id"):
            sentence = line.split("=", 1)[1].strip()
        elif not line and rows:
            out.append(_example(rows, (names or {}).get(sentence)))
            rows = []
        elif line and not line.startswith("#"):
            row = line.split("\t")
            if row[0].isdigit():
                rows.append(row)
    return out


def _example(rows, names) -> Example:
    labels = None
    if names and [word for word, _ in names] == [row[1] for row in rows]:
        labels = _begin([label for _, label in names])
    return Example(
        words=[row[1] for row in rows],
        heads=[int(row[6]) for row in rows],
        relations=[row[7] for row in rows],
        upos=[row[3] for row in rows],
        xpos=[row[4] for row in rows],
        lemmas=[row[2] for row in rows],
        names=labels,
    )


def read_names(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Sentence id → (word, label) of a UNER file; other than PER, ORG and LOC is O."""
    out: dict[str, list[tuple[str, str]]] = {}
    sentence = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            sentence = line.split("=", 1)[1].strip()
            out[sentence] = []
        elif line and not line.startswith("#"):
            _, word, label = line.split("\t")[:3]
            out[sentence].append((word, label if label[2:] in ("PER", "ORG", "LOC") else "O"))
    return out


def _begin(labels: list[str]) -> list[str]:
    out, before = [], "O"
    for label in labels:
        if label[0] == "I" and before[2:] != label[2:]:
            label = "B" + label[1:]
        out.append(label)
        before = label
    return out


RE3D = {
    "Person": "PER",
    "Organisation": "ORG",
    "Location": "LOC",
    "Nationality": "NAT",
    "Temporal": "TIME",
    "Quantity": "QUANTITY",
    "Weapon": "WEAPON",
    "Vehicle": "WEAPON",
    "MilitaryPlatform": "WEAPON",
}


def read_re3d(folder: Path, held_back: float = 0.2) -> tuple[list[Example], list[Example]]:
    """The sentences of re3d for training and, whole documents of them, held back; longest label first where they nest."""
    from sijill.extract.embedded.tokens import split_sentences, split_words

    documents, spans = {}, {}
    for part in sorted(p for p in folder.iterdir() if p.is_dir()):
        for line in (part / "documents.json").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            documents[document["_id"]] = document["text"]
        for line in (part / "entities.json").read_text(encoding="utf-8").splitlines():
            entity = json.loads(line)
            if entity["type"] in RE3D:
                spans.setdefault(entity["documentId"], []).append(
                    (entity["begin"], entity["end"], RE3D[entity["type"]])
                )
    order = sorted(documents)
    random.Random(7).shuffle(order)
    held = set(order[: int(len(order) * held_back)])
    train, test = [], []
    for key in sorted(documents):
        text = documents[key]
        for start, end in split_sentences(text):
            tokens = split_words(text, start, end)
            if not 1 < len(tokens) <= 150:
                continue
            labels = ["O"] * len(tokens)
            for a, b, label in sorted(spans.get(key, ()), key=lambda s: s[0] - s[1]):
                inside = [k for k, t in enumerate(tokens) if t.start < b and t.end > a]
                if inside and all(labels[k] == "O" for k in inside):
                    for n, k in enumerate(inside):
                        labels[k] = ("B-" if n == 0 else "I-") + label
            (test if key in held else train).append(Example([t.text for t in tokens], terms=labels))
    return train, test
