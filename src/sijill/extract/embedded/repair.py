"""Trees mended where English cannot be as the parser has it; each repair with the shape of sentence that forced it."""

from sijill.extract.embedded.lexicon import Lexicon
from sijill.extract.embedded.parser import Parse


def repair_tree(parse: Parse, lexicon: Lexicon) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The heads and relations of a parse, mended where English cannot be as the parser has it.

    In long sentences it hangs a finite verb on a noun to its right ("five thousand people, 18 April, left … machines"),
    and takes the subject after "according to X" for an adjunct without a preposition.
    """
    heads, relations = list(parse.heads), list(parse.relations)
    root = next((i for i, head in enumerate(heads) if head < 0), 0)
    for i, relation in enumerate(relations):
        finite = parse.fine_tags[i] in ("VBD", "VBZ", "VBP") and parse.tags[i] == "VERB"
        backwards = (
            relation in ("acl", "acl:relcl") and heads[i] > i and parse.tags[i] == "VERB" and i != root
        )
        if backwards and (finite or parse.fine_tags[i] == "VBN"):
            heads[i], relations[i] = root, "parataxis"
        if parse.tags[i] != "VERB" or any(
            h == i and r.startswith(("nsubj", "csubj")) for h, r in zip(heads, relations, strict=True)
        ):
            continue
        helped = any(h == i and r.startswith("aux") for h, r in zip(heads, relations, strict=True))
        if (finite or helped or backwards) and relations[i] in ("root", "parataxis", "ccomp"):
            subject = _lost_subject(parse, heads, relations, i)
            if subject is not None:
                heads[subject], relations[subject] = i, "nsubj"
    _move_added_list(parse, heads, relations, lexicon)
    return tuple(heads), tuple(relations)


def _lost_subject(parse: Parse, heads: list[int], relations: list[str], verb: int) -> int | None:
    """The noun before a verb without a subject that no preposition governs, past brackets and dates."""
    depth = 0
    for j in range(verb - 1, max(-1, verb - 16), -1):
        word = parse.tokens[j].text
        depth += (word == ")") - (word == "(")
        if depth > 0 or parse.tags[j] not in ("NOUN", "PROPN"):
            if parse.tags[j] == "VERB" and heads[j] != verb and relations[j] not in ("case", "amod", "acl"):
                return None
            continue
        governed = any(h == j and r in ("case", "mark") for h, r in zip(heads, relations, strict=True))
        loose = (
            relations[j] in ("obl", "dep", "appos", "parataxis", "list", "obl:unmarked")
            and not word.istitle()
        )
        if loose and not governed and parse.fine_tags[j] in ("NN", "NNS", "NNP", "NNPS"):
            return None if _is_above(heads, j, verb) else j
    return None


def _is_above(heads: list[int], upper: int, lower: int) -> bool:
    node = lower
    while node >= 0:
        if node == upper:
            return True
        node = heads[node]
    return False


def _move_added_list(parse: Parse, heads: list[int], relations: list[str], lexicon: Lexicon) -> None:
    """Give "…, as well as Y, Z" to the object of the verb, not to a name inside the relative clause before it.

    "They took parts of the estate that lies between A and B, as well as the mill, the depot": the mill was taken.
    """
    lower = [t.text.lower() for t in parse.tokens]
    for c in range(3, len(lower)):
        added = any(
            h == c and r == "cc" and lower[j : j + 3] == ["as", "well", "as"]
            for j, (h, r) in enumerate(zip(heads, relations, strict=True))
        )
        if relations[c] != "conj" or not added:
            continue
        first = heads[c]
        target = _object_above(heads, relations, first)
        if target is None or target >= first:
            continue
        onto, told = target, None
        for k in [c, *(k for k in range(c + 1, len(lower)) if heads[k] == first and relations[k] == "conj")]:
            if told is not None:
                heads[k] = told  # "…, as well as control of X and Y": Y goes with X
                continue
            heads[k] = onto
            noun = lexicon.noun_forms.get(lower[k], "")
            if noun in lexicon.noun_frames:
                told = next(
                    (
                        j
                        for j, (h, r) in enumerate(zip(heads, relations, strict=True))
                        if h == k and r == "nmod"
                    ),
                    None,
                )


def _object_above(heads: list[int], relations: list[str], node: int) -> int | None:
    """The object of a verb whose relative clause holds this word."""
    inside = False
    while node >= 0:
        if relations[node] == "acl:relcl":
            inside = True
        elif inside and relations[node] in ("obj", "nsubj:pass"):
            return node
        node = heads[node]
    return None
