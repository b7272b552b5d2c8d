"""Refitting the weights of linking to what people decided of a record."""

from pathlib import Path
from typing import Any

from ..errors import SijillError
from ..link import Linking, Lookup
from ..link.decisions import Constraints, read_decisions
from ..link.evidence import compare_claims
from ..link.weights import Changed, Pair, Weights, fit_weights, rate_pair, read_pair
from ..model import Claim, Frozen, replace
from ..packs import load_pack
from ..record import Record
from ..record import read_decisions as read_log
from ..record.decisions import list_standing
from .models import SHIPPED, list_models, read_model

LINKING = ("merge", "split")


class Trained(Frozen):
    """What training found: the model, what it changed, and how the decided pairs come out before and after."""

    model: Weights
    changed: tuple[Changed, ...]
    pairs: int
    ruled_out: tuple[Pair, ...]  # decided pairs that a rule settles, whatever the weights
    right_before: int
    right_after: int
    wrong: tuple[Pair, ...]  # decided pairs that the new model would still judge otherwise


def train_links(root: Path) -> Trained:
    """A model fitted to the merges and splits in force of a record; nothing is written."""
    standing = list_standing(read_log(root))
    decisions = [one for one in standing if one.verdict in LINKING]
    if not decisions:
        raise SijillError(
            "nobody has merged or split an incident yet, so there is nothing to learn from",
            where=str(root),
            remedy="decide some with `sijill decide merge` and `sijill decide split` first",
        )
    with Record.open(root) as record:
        claims, documents = [bare_claim(one) for one in record.claims()], record.documents()
        pack = load_pack(record.manifest["options"]["pack"])
    lookup = Lookup(pack, load_places(pack))
    linking = Linking(claims, documents, lookup, standing, 1, None)
    pairs = list_pairs(linking, read_decisions(standing, linking.claims))
    if not pairs:
        raise SijillError(
            "none of the decisions is of two claims that are still found",
            where=str(root),
            remedy="see `sijill decide list`",
        )
    number = max([SHIPPED, *list_models(root)]) + 1
    model, changed = fit_weights(pairs, len(decisions), name=f"{number}")
    before, free = read_model(root).weights, [pair for pair in pairs if not pair.ruled_out]
    return Trained(
        model=model,
        changed=tuple(changed),
        pairs=len(free),
        ruled_out=tuple(pair for pair in pairs if pair.ruled_out),
        right_before=sum(is_right(pair, before) for pair in free),
        right_after=sum(is_right(pair, model.weights) for pair in free),
        wrong=tuple(pair for pair in free if not is_right(pair, model.weights)),
    )


def is_right(pair: Pair, weights: dict[str, float]) -> bool:
    """Whether a model alone would judge a pair as the person did."""
    return (rate_pair(pair, weights) > 0) == pair.together


def bare_claim(claim: Claim) -> Claim:
    """The claim without what linking said of it."""
    return replace(claim, incident=None, about=None, repeats=None)


def load_places(pack: Any) -> Any:
    """The gazetteer of the pack."""
    from ..resolve import load_gazetteer

    return load_gazetteer(pack)


def list_pairs(linking: Linking, decided: Constraints) -> list[Pair]:
    """The pairs of claims that people put together or took apart, with their levels; denials are joined otherwise."""
    facets, _ = linking.read_all_facets()
    by_id = {one.id: one for one in facets if one.claim.stance != "denies"}
    told = [(tuple(sorted(pair)), True) for pair in decided.together]
    told += [(tuple(sorted(pair)), False) for pair in decided.apart]
    pairs = []
    for (one, other), together in sorted(set(told)):
        if one in by_id and other in by_id:
            first, second = sorted((by_id[one], by_id[other]), key=lambda facet: facet.order)
            levels = compare_claims(first, second, linking.origins.lookup)
            pairs.append(read_pair(first.id, second.id, together, levels))
    return pairs
