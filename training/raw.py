"""How well raw text is read: sentences, words and trees together, as the CoNLL 2018 evaluation counts them.

    python -m training.raw --data ../shared/data [--part test] [--treebank ewt] [--show 30]

A word is right when it covers the same characters as a gold word; an attachment when the word and its head are, and the
relation is the gold's without its subtype (Zeman et al. 2018).
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sijill.extract.embedded.parser import Parser
from sijill.extract.embedded.tokens import split_sentences, split_words


@dataclass
class Word:
    start: int  # characters, blanks not counted
    end: int
    head: int | None  # index of its head among all words; None for a root
    relation: str


@dataclass
class Reading:
    sentences: list[tuple[int, int]]
    words: list[Word]


def read_documents(path: Path) -> list[tuple[str, Reading]]:
    """Each document of a CoNLL-U file as raw text, paragraphs apart by a blank line, with its gold reading."""
    out, blocks = [], path.read_text(encoding="utf-8").strip().split("\n\n")
    text, gold = "", Reading([], [])
    for block in blocks:
        lines = block.split("\n")
        if any(line.startswith("# newdoc") for line in lines):
            if gold.words:
                out.append((text, gold))
            text, gold = "", Reading([], [])
        elif any(line.startswith("# newpar") for line in lines):
            text = text.rstrip() + "\n\n"
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        begin, covered, order = len(_solid(text)), 0, []
        first = len(gold.words)
        for row in rows:
            if "." in row[0]:
                continue
            if "-" in row[0]:
                a, b = map(int, row[0].split("-"))
                covered = b
                text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
                start = len(_solid(text)) - len(_solid(row[1]))
                parts = [r for r in rows if r[0].isdigit() and a <= int(r[0]) <= b]
                fits = "".join(r[1] for r in parts) == row[1]
                at = start
                for n, r in enumerate(parts):
                    end = at + len(r[1]) if fits and n < len(parts) - 1 else start + len(_solid(row[1]))
                    end = end if fits else min(end, at + max(1, len(row[1]) // len(parts)))
                    end = start + len(_solid(row[1])) if n == len(parts) - 1 else end
                    order.append((at, end, r))
                    at = end
            elif int(row[0]) > covered:
                start = len(_solid(text))
                text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
                order.append((start, start + len(_solid(row[1])), row))
        if not text.endswith((" ", "\n")):
            text += " " if not rows[-1][9].startswith("SpaceAfter=No") else ""
        for start, end, row in order:
            head = int(row[6])
            gold.words.append(Word(start, end, first + head - 1 if head else None, row[7].split(":")[0]))
        gold.sentences.append((begin, len(_solid(text))))
    out.append((text, gold))
    return out


def _solid(text: str) -> str:
    return "".join(text.split())


def read_raw(text: str, parser: Parser) -> Reading:
    """The system's reading of a raw text."""
    position = [0]
    for c in text:
        position.append(position[-1] + (not c.isspace()))
    out = Reading([], [])
    for start, end in split_sentences(text):
        tokens = split_words(text, start, end)
        if not tokens:
            continue
        out.sentences.append((position[start], position[end]))
        first = len(out.words)
        for at in range(0, len(tokens), 160):
            part = tokens[at : at + 160]
            parse = parser.parse(part)
            for token, head, relation in zip(parse.tokens, parse.heads, parse.relations, strict=True):
                out.words.append(
                    Word(
                        position[token.start],
                        position[token.end],
                        first + at + head if head >= 0 else None,
                        relation.split(":")[0],
                    )
                )
    return out


def measure(documents, parser) -> dict[str, float]:
    c: Counter = Counter()
    for text, gold in documents:
        told = read_raw(text, parser)
        c["gold sentences"] += len(gold.sentences)
        c["told sentences"] += len(told.sentences)
        c["sentences"] += len(set(gold.sentences) & set(told.sentences))
        c["gold"] += len(gold.words)
        c["told"] += len(told.words)
        by_span = {(w.start, w.end): w for w in gold.words}
        for word in told.words:
            match = by_span.get((word.start, word.end))
            if match is None:
                continue
            c["words"] += 1
            head = told.words[word.head] if word.head is not None else None
            wanted = gold.words[match.head] if match.head is not None else None
            if (head is None) == (wanted is None) and (
                head is None or (head.start, head.end) == (wanted.start, wanted.end)
            ):
                c["UAS"] += 1
                c["LAS"] += word.relation == match.relation
    f1 = lambda right, a, b: round(200 * c[right] / (c[a] + c[b]), 2)  # noqa: E731
    return {
        "sentences": f1("sentences", "gold sentences", "told sentences"),
        **{k: f1(k, "gold", "told") for k in ("words", "UAS", "LAS")},
    }


def show_splits(documents, limit: int) -> None:
    """Where sentences are split and should not be (+), or are not and should be (-)."""
    shown = 0
    for text, gold in documents:
        position = [k for k, c in enumerate(text) if not c.isspace()] + [len(text)]
        solid = [0]
        for c in text:
            solid.append(solid[-1] + (not c.isspace()))
        told = {solid[a] for a, _ in split_sentences(text)}
        wanted = {a for a, _ in gold.sentences}
        for at in sorted(told ^ wanted):
            here = position[at] if at < len(position) else len(text)
            print(
                "+" if at in told else "-",
                repr(text[max(0, here - 50) : here]),
                "|",
                repr(text[here : here + 40]),
            )
            shown += 1
            if shown >= limit:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="test")
    parser.add_argument("--treebank", default="ewt")
    parser.add_argument("--show", type=int, default=0, help="list so many wrong sentence boundaries instead")
    parser.add_argument("--released", type=Path)
    options = parser.parse_args()
    documents = read_documents(options.data / "ud" / f"{options.treebank}-{options.part}.conllu")
    if options.show:
        show_splits(documents, options.show)
    else:
        print(options.treebank, options.part, measure(documents, Parser(options.released)))


if __name__ == "__main__":
    main()
