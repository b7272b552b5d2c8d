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
    root = _detach_speaker(parse, heads, relations, lexicon, root)
    _seat_speaker(parse, heads, relations, lexicon)
    for i, relation in enumerate(relations):
        if relation == "advcl" and parse.fine_tags[i] == "VBG":
            _read_as_noun(parse, heads, relations, lexicon, i)
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
    _split_subject(parse, heads, relations)
    _move_added_list(parse, heads, relations, lexicon)
    _place_posts(parse, heads, relations, lexicon)
    return tuple(heads), tuple(relations)


def _split_subject(parse: Parse, heads: list[int], relations: list[str]) -> None:
    """“The rebels left the hills and police entered the town”: with no other "and", the police are who entered."""
    lower = [t.text.lower() for t in parse.tokens]
    for verb, relation in enumerate(relations):
        if (
            relation not in ("conj", "acl", "acl:relcl", "parataxis")
            or parse.fine_tags[verb] not in ("VBD", "VBZ", "VBP")
            or parse.tags[verb] != "VERB"
            or any(h == verb and r.startswith("nsubj") for h, r in zip(heads, relations, strict=True))
        ):
            continue
        last = verb - 1
        while last > 0 and parse.tags[last] in ("AUX", "ADV"):
            last -= 1
        if parse.tags[last] not in ("NOUN", "PROPN"):
            continue
        top = last
        while heads[top] >= 0 and relations[top] in ("flat", "compound", "nmod"):
            top = heads[top]
        start = min(
            [
                j
                for j in range(verb)
                if heads[j] == top and relations[j] in ("det", "amod", "compound", "nmod:poss")
            ]
            + [top]
        )
        joined = (
            relations[top] == "conj"
            and relations[heads[top]] in ("obj", "obl")
            and start > 0
            and lower[start - 1] in ("and", "but", "while")
        )
        first = next((j for j in range(top - 1, -1, -1) if parse.tags[j] == "VERB"), None)
        if joined and heads[top] < verb and top < verb and first is not None and heads[verb] in (first, top):
            heads[verb], relations[verb] = first, "conj"
            heads[top], relations[top] = verb, "nsubj"


def _seat_speaker(parse: Parse, heads: list[int], relations: list[str], lexicon: Lexicon) -> None:
    """“The town has been seized, said the commander”: who follows the verb of saying says it, and was not seized."""
    for i, relation in enumerate(relations):
        verb = heads[i]
        if not relation.startswith("nsubj") or not 0 <= verb < i:
            continue
        said = next(
            (
                j
                for j in range(verb + 1, i)
                if parse.fine_tags[j] in ("VBD", "VBZ")
                and lexicon.verb_forms.get(parse.tokens[j].text.lower()) in lexicon.words("speech", "report")
                and parse.tokens[j - 1].text in (",", "”", '"')
            ),
            None,
        )
        if said is None:
            continue
        for j, head in enumerate(heads):
            if head == said and relations[j].startswith("nsubj"):
                relations[j] = "dep"
        heads[i], relations[i] = said, "nsubj"


def _place_posts(parse: Parse, heads: list[int], relations: list[str], lexicon: Lexicon) -> None:
    """“tried to advance to their positions in the village”: the positions are in the village, not the advance."""
    lower = [t.text.lower() for t in parse.tokens]
    posts, inside = lexicon.words("grammar", "posts"), lexicon.words("grammar", "inside")
    for i in range(1, len(lower) - 1):
        if lower[i] not in posts or lower[i + 1] not in inside or relations[i] not in ("obl", "nmod", "obj"):
            continue
        owned = any(h == i and r == "nmod:poss" for h, r in zip(heads, relations, strict=True))
        place = heads[i + 1]
        if owned and place > i and heads[place] == heads[i] and relations[place] in ("obl", "nmod"):
            heads[place], relations[place] = i, "nmod"


def _read_as_noun(parse: Parse, heads: list[int], relations: list[str], lexicon: Lexicon, i: int) -> None:
    """“killed by shelling”: a gerund without an object after "by" names the deed; the dead did not do it."""
    marks = [j for j, (h, r) in enumerate(zip(heads, relations, strict=True)) if h == i and r == "mark"]
    governs = any(h == i and r in ("obj", "ccomp", "xcomp") for h, r in zip(heads, relations, strict=True))
    noun = lexicon.noun_forms.get(parse.tokens[i].text.lower())
    if marks and not governs and noun in lexicon.noun_frames and parse.tokens[marks[0]].text.lower() == "by":
        relations[i], relations[marks[0]] = "obl", "case"


def _detach_speaker(parse: Parse, heads: list[int], relations: list[str], lexicon: Lexicon, root: int) -> int:
    """Make "…, state television said." what it is, when the parser has strung it to the words before it.

    The comma, a noun phrase and a verb of saying that end a sentence are its attribution, whatever came before.
    """
    lower = [t.text.lower() for t in parse.tokens]
    report = lexicon.words("speech", "report")
    last = len(lower) - 1
    while last > 0 and parse.tags[last] == "PUNCT":
        last -= 1
    verb = next(
        (
            i
            for i in range(last, max(last - 5, 2), -1)
            if parse.tags[i] == "VERB" and lexicon.verb_forms.get(lower[i]) in report
        ),
        None,
    )
    if verb is None or parse.fine_tags[verb] not in ("VBD", "VBZ", "VBP", "VBN"):
        return root
    comma = next((i for i in range(verb - 1, max(verb - 14, 0), -1) if lower[i] == ","), None)
    if (
        comma is None
        or comma == verb - 1
        or any(
            parse.tags[i] in ("VERB", "SCONJ", "CCONJ", "PUNCT") and lower[i] not in ("named", "-", "’", "'")
            for i in range(comma + 1, verb)
        )
    ):
        return root
    phrase = range(comma + 1, verb)
    nouns = [i for i in phrase if parse.tags[i] in ("NOUN", "PROPN", "PRON")]
    told = [
        i
        for i in range(comma)
        if parse.tags[i] == "VERB" and parse.fine_tags[i] in ("VBD", "VBZ", "VBP", "VBN")
    ]
    if not nouns or not told or (relations[verb] in ("acl", "amod") and parse.fine_tags[verb] == "VBN"):
        return root
    prepositions = [i for i in phrase if parse.tags[i] == "ADP"]
    head = (
        max(i for i in nouns if not prepositions or i < prepositions[0])
        if any(not prepositions or i < prepositions[0] for i in nouns)
        else nouns[-1]
    )
    if (
        heads[head] == verb
        and relations[head].startswith("nsubj")
        and all(h not in phrase for h in heads[:comma])
    ):
        return root  # the parser saw it
    main = root if root < comma else next((i for i in told if heads[i] >= comma or i == told[0]), told[0])
    for i in range(len(heads)):
        if i not in phrase and heads[i] in phrase:
            heads[i] = main if i != main else -1
    for i in phrase:
        if heads[i] not in phrase:
            heads[i], relations[i] = head, "compound" if i < head else "nmod"
    heads[head], relations[head] = verb, "nsubj"
    heads[main], relations[main] = -1, "root"
    heads[verb], relations[verb] = main, "parataxis"
    return main


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
