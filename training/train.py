"""Trains the embedded model.

    python -m training.train --data ../shared/data --out artifacts/model --minutes 50 [--start RELEASED | --resume DIR]

One network, three kinds of examples in turn: treebank sentences (syntax, and names where annotated), re3d sentences (terms)
and the project's own sentences (terms and claims). Syntax is learned first; `--fork` then copies its upper layers for the
claims, which learn alone, with everything that a tree depends on left as it is.
"""

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from training.batching import Encoding, group, pad
from training.labels import KINDS, MARKS, NAME_LABELS, ROLES, STANCES, TERM_LABELS
from training.lemmas import make_rule
from training.network import Network
from training.start import load_minilm, load_released
from training.treebanks import read_names, read_re3d, read_treebank


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(
        True
    )  # the second moments of unseen word pieces decay into them, and they are slow
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    ud = options.data / "ud"
    trees = read_treebank(ud / "ewt-train.conllu", read_names(ud / "uner-train.iob2"))
    trees += read_treebank(ud / "gum-train.conllu")
    terms, _ = read_re3d(options.data / "re3d")
    sentences = _sentences(options, rng)
    labels = options.vocabulary or (options.start / "vocab.json" if options.start else None)
    vocabulary = json.loads(labels.read_text()) if labels else _vocabulary(trees)
    vocabulary = {k: vocabulary[k] for k in "uxdl"}
    network = Network(*(len(vocabulary[k]) for k in "uxdl"))
    with torch.no_grad():
        if options.resume:
            state, own = torch.load(options.resume / "model.pt"), network.state_dict()
            network.load_state_dict(own | {k: v for k, v in state.items() if v.shape == own[k].shape})
        elif options.start:
            load_released(network, options.start)
        else:
            load_minilm(network)
        if options.fork:
            network.fork()
    encoding = Encoding(_tokenizer(options))
    train(network, encoding, vocabulary, {"trees": trees, "terms": terms, "claims": sentences}, options, rng)


def train(network, encoding, vocabulary, sets, options, rng) -> None:
    index = {k: {label: i for i, label in enumerate(vocabulary[k])} for k in "uxdl"}
    if not options.share[0]:
        for part in network.syntax_parts():
            part.requires_grad_(False)
        for one in (network.arc, network.relation, network.mix):
            one.requires_grad_(False)
    learned = [(n.split(".")[0], p) for n, p in network.named_parameters() if p.requires_grad]
    encoder = [p for n, p in learned if n in ENCODER]
    heads = [p for n, p in learned if n not in ENCODER]
    rates = [options.rate, options.rate * 10]
    optimiser = torch.optim.AdamW(
        [{"params": encoder}, {"params": heads}],
        lr=options.rate,
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    ahead = {name: [] for name in sets}
    share = {name: options.share[k] for k, name in enumerate(sets) if sets[name] and options.share[k]}
    begun, step, words, losses = time.time(), 0, 0, Counter()
    seen: Counter = Counter()
    network.train()
    if not options.share[0]:
        for part in network.syntax_parts():
            part.eval()
    while (spent := time.time() - begun) < options.minutes * 60:
        done = spent / (options.minutes * 60)
        for one, rate in zip(optimiser.param_groups, rates, strict=True):
            one["lr"] = rate * min(1, (step + 1) / 60) * max(options.floor, 1 - done)
        # the set that is most behind its share of the words
        name = min(share, key=lambda n: (seen[n] + 1) / share[n])
        if not ahead[name]:
            ahead[name] = group(sets[name], options.words, rng)
        batch = [sets[name][i] for i in ahead[name].pop()]
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            loss = LOSSES[name](network, encoding, index, batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        count = sum(len(e.words) for e in batch)
        step, words, losses[name] = step + 1, words + count, 0.95 * losses[name] + 0.05 * loss.item()
        seen[name] += count
        if step % 100 == 0:
            told = " ".join(f"{n} {v / (1 - 0.95 ** min(step, 99)):.3f}" for n, v in losses.items())
            print(f"{step} {spent:.0f}s {words / spent:.0f} words/s {dict(seen)} loss {told}", flush=True)
    network.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / "model.pt")
    (options.out / "vocab.json").write_text(json.dumps(vocabulary))
    print("words seen", dict(seen), "steps", step, flush=True)


ENCODER = {"pieces", "positions", "shapes", "norm", "layers", "claim_layers"}


HIDDEN, SMOOTH = (
    0.05,
    0.02,
)  # share of pieces hidden from the claim heads, and of probability spread over other labels
MASK = 103  # the word piece that stands for a hidden one


def _forward(read, encoding, batch, hidden: float = 0.0):
    ids, mask, shapes, pool = (torch.from_numpy(a) for a in encoding.batch([e.words for e in batch]))
    if hidden:
        hide = (torch.rand(ids.shape) < hidden) & (mask == 1)
        ids = torch.where(hide & (ids != 101) & (ids != 102), MASK, ids)
    scores = {k: v.float() for k, v in read(ids, mask, shapes, pool).items()}
    present = torch.zeros(pool.shape[:2], dtype=torch.bool)
    for k, example in enumerate(batch):
        present[k, : len(example.words) + 1] = True
    return scores, present, pool.shape[1]


def _cross(scores, labels, smooth: float = 0.0):
    return F.cross_entropy(
        scores.reshape(-1, scores.shape[-1]), labels.reshape(-1), ignore_index=-100, label_smoothing=smooth
    )


def tree_loss(network, encoding, index, batch):
    scores, present, width = _forward(network, encoding, batch)
    heads = pad([e.heads for e in batch], width)
    arcs = scores["arc"].masked_fill(~present[:, None, :], -1e9)
    relations = network.score_relations(scores["rh"], scores["rd"], heads.clamp(min=0))
    loss = _cross(arcs, heads)
    loss = loss + _cross(relations, pad([[index["d"][r] for r in e.relations] for e in batch], width))
    loss = loss + 0.5 * _cross(scores["u"], pad([[index["u"][t] for t in e.upos] for e in batch], width))
    loss = loss + 0.5 * _cross(
        scores["x"], pad([[index["x"].get(t, -100) for t in e.xpos] for e in batch], width)
    )
    rules = [
        [index["l"].get(make_rule(w, lemma), -100) for w, lemma in zip(e.words, e.lemmas, strict=True)]
        for e in batch
    ]
    loss = loss + 0.5 * _cross(scores["l"], pad(rules, width))
    if any(e.names for e in batch):
        names = [[NAME_LABELS.index(n) for n in e.names] if e.names else None for e in batch]
        loss = loss + _cross(scores["n"], pad(names, width))
    return loss


def term_loss(network, encoding, index, batch):
    scores, _, width = _forward(network.read_claims, encoding, batch)
    return _cross(scores["t"], pad([[TERM_LABELS.index(t) for t in e.terms] for e in batch], width))


def claim_loss(network, encoding, index, batch):
    """Terms of the sentence; the kind of every word; and for its triggers stance, marks and the role of every word."""
    scores, present, width = _forward(network.read_claims, encoding, batch, hidden=HIDDEN)
    terms = pad([[TERM_INDEX[t] for t in e.terms] for e in batch], width)
    loss = 0.5 * _cross(scores["t"], terms) if (terms >= 0).any() else scores["t"].sum() * 0
    kinds = pad([[0] * len(e.words) for e in batch], width)
    rows, stances, marks, roles, known = [], [], [], [], []
    for b, example in enumerate(batch):
        for k in example.unknown:
            kinds[b, k + 1] = -100
        for claim in example.claims:
            kinds[b, claim.trigger + 1] = KINDS.index(claim.kind)
            rows.append((b, claim.trigger + 1))
            stances.append(STANCES.index(claim.stance))
            marks.append([float(m in claim.marks) for m in MARKS])
            row = np.zeros((width, len(ROLES)), np.float32)
            for i, j, role in claim.roles:
                row[i + 1 : j + 1, ROLES.index(role)] = 1
            roles.append(row)
            known.append([float(r in claim.taught) for r in ROLES])
    loss = loss + 2 * _cross(scores["k"], kinds, SMOOTH)
    if rows:
        b, w = (torch.tensor(x) for x in zip(*rows, strict=True))
        loss = loss + _cross(scores["s"][b, w], torch.tensor(stances), SMOOTH)
        loss = loss + 0.5 * F.binary_cross_entropy_with_logits(scores["m"][b, w], torch.tensor(marks))
        found = network.score_roles(scores["ct"][b, w], scores["cw"][b])
        each = F.binary_cross_entropy_with_logits(found, torch.from_numpy(np.stack(roles)), reduction="none")
        each = each * torch.tensor(known)[:, None, :]
        loss = loss + 4 * each[present[b]].sum(-1).mean()
    return loss


TERM_INDEX = {label: k for k, label in enumerate(TERM_LABELS)} | {"?": -100}
LOSSES = {"trees": tree_loss, "terms": term_loss, "claims": claim_loss}


def _sentences(options, rng):
    """The project's sentences, and those of the annotated reports, but for a story that is held out."""
    out = []
    for folder, draws in zip(options.sentences, options.draws, strict=True):
        from training.sentences import read_sentences

        out += read_sentences(folder, rng, times=draws)
    if options.gold:
        from sijill.extract.embedded.parser import Parser
        from training.gold import read_gold_sentences

        for story, examples in read_gold_sentences(options.gold, options.seeds, Parser()).items():
            if story != options.without:
                out += examples * options.times
    return out


def _vocabulary(trees) -> dict[str, list[str]]:
    counts = {k: Counter() for k in "uxdl"}
    for e in trees:
        counts["u"].update(e.upos)
        counts["x"].update(e.xpos)
        counts["d"].update(e.relations)
        counts["l"].update(make_rule(w, lemma) for w, lemma in zip(e.words, e.lemmas, strict=True))
    return {k: [x for x, n in c.most_common() if n >= (3 if k == "l" else 1)] for k, c in counts.items()}


def _tokenizer(options):
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(options.tokenizer))


def _options():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with ud/ and re3d/")
    parser.add_argument(
        "--sentences", type=Path, nargs="*", default=[], help="folders of the project's labelled sentences"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--start", type=Path, help="start from a released 8-bit parser instead of MiniLM")
    parser.add_argument("--resume", type=Path, help="start from the model.pt of an earlier run")
    parser.add_argument("--vocabulary", type=Path, help="the label sets of the run that is resumed")
    parser.add_argument("--tokenizer", type=Path, default=here / "tokenizer.json")
    parser.add_argument(
        "--rate", type=float, default=1.5e-4, help="learning rate of the encoder; heads ten times"
    )
    parser.add_argument("--words", type=int, default=1000, help="words in a batch")
    parser.add_argument(
        "--share",
        type=float,
        nargs=3,
        default=[0, 0.05, 0.95],
        help="of trees, terms, claims; without trees all that they depend on is left as it is",
    )
    parser.add_argument("--fork", action="store_true", help="begin the claims' layers as copies of syntax's")
    parser.add_argument(
        "--floor",
        type=float,
        default=0.0,
        help="share of the rate that is kept to the end, for a run to resume",
    )
    parser.add_argument(
        "--draws",
        type=int,
        nargs="*",
        default=[3, 6],
        help="how often names are drawn, by folder of sentences",
    )
    parser.add_argument(
        "--gold", type=Path, help="annotated reports to learn from as well: a folder with reports/ and seeds/"
    )
    parser.add_argument("--seeds", type=Path, help="the documents that gold/seeds annotates")
    parser.add_argument("--without", help="a story of the gold to leave out")
    parser.add_argument("--times", type=int, default=6, help="how often a gold sentence counts")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
