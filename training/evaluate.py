"""Measures a trained or released model: syntax, lemmas and names on treebanks, terms on held-back re3d.

python -m training.evaluate --data ../shared/data (--model artifacts/model | --released FOLDER) [--part dev]
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from sijill.extract.embedded.decoding import best_tree, find_names, label_spans
from sijill.extract.embedded.lemmas import find_lemma
from sijill.extract.embedded.parser import apply_lemma_rule
from training.batching import Encoding, group
from training.labels import NAME_LABELS, TERM_LABELS
from training.treebanks import read_names, read_re3d, read_treebank

TOKENIZER = Path(__file__).parent / "tokenizer.json"  # of all word pieces, as a network is trained


def main() -> None:
    options = _options()
    scores = _torch_scores(options.model) if options.model else _onnx_scores(options.released)
    vocabulary = json.loads(((options.model or options.released) / "vocab.json").read_text())
    ud = options.data / "ud"
    for treebank in ("ewt", "gum"):
        names = read_names(ud / f"uner-{options.part}.iob2") if treebank == "ewt" else None
        examples = read_treebank(ud / f"{treebank}-{options.part}.conllu", names)
        print(treebank, options.part, measure_trees(examples, predict(examples, scores, vocabulary, options)))
    _, held = read_re3d(options.data / "re3d")
    print("re3d held back", measure_terms(held, scores, options))


def predict(examples, scores, vocabulary, options):
    """Heads, relations, tags, lemmas and names of every example, as the released model decodes them."""
    encoding, out = Encoding(_tokenizer(options)), [None] * len(examples)
    root = vocabulary["d"].index("root")
    for batch in group(examples, 1500):
        found, relations = scores(encoding.batch([examples[i].words for i in batch]))
        heads = np.zeros(found["arc"].shape[:2], np.int64)
        for b, i in enumerate(batch):
            n = len(examples[i].words) + 1
            heads[b, :n] = best_tree(found["arc"][b, :n, :n])
        labels = relations(found["rh"], found["rd"], heads)
        for b, i in enumerate(batch):
            words = examples[i].words
            n = len(words) + 1
            score = labels[b, 1:n].copy()
            score[heads[b, 1:n] != 0, root] = -1e9
            best = np.where(heads[b, 1:n] == 0, root, score.argmax(-1))
            upos = [vocabulary["u"][k] for k in found["u"][b, 1:n].argmax(-1)]
            xpos = [vocabulary["x"][k] for k in found["x"][b, 1:n].argmax(-1)]
            rules = [vocabulary["l"][k] for k in found["l"][b, 1:n].argmax(-1)]
            out[i] = {
                "heads": heads[b, 1:n].tolist(),
                "relations": [vocabulary["d"][k] for k in best],
                "upos": upos,
                "xpos": xpos,
                "lemmas": [
                    find_lemma(w, u, x, apply_lemma_rule(w, r))
                    for w, u, x, r in zip(words, upos, xpos, rules, strict=True)
                ],
                "names": set(find_names(found["n"][b, 1:n], NAME_LABELS)),
            }
    return out


def measure_trees(examples, predictions) -> dict[str, float]:
    """Shares of all words, punctuation included, in per cent; names as exact spans."""
    c: Counter = Counter()
    for e, p in zip(examples, predictions, strict=True):
        for k in range(len(e.words)):
            c["words"] += 1
            c["upos"] += e.upos[k] == p["upos"][k]
            c["xpos"] += e.xpos[k] == p["xpos"][k]
            c["lemmas"] += e.lemmas[k] == p["lemmas"][k]
            attached = e.heads[k] == p["heads"][k]
            c["UAS"] += attached
            c["LAS"] += attached and e.relations[k] == p["relations"][k]
            if e.upos[k] == "VERB":
                c["verbs"] += 1
                c["verb lemmas"] += e.lemmas[k].lower() == p["lemmas"][k].lower()
        if e.names:
            gold = set(label_spans(e.names))
            c["gold"] += len(gold)
            c["found"] += len(p["names"])
            c["right"] += len(gold & p["names"])
    out = {k: round(100 * c[k] / c["words"], 2) for k in ("upos", "xpos", "lemmas", "UAS", "LAS")}
    out["verb lemmas"] = round(100 * c["verb lemmas"] / c["verbs"], 2)
    if c["gold"]:
        out["names F1"] = round(200 * c["right"] / (c["gold"] + c["found"]), 2)
    return out


def measure_terms(examples, scores, options) -> dict[str, str]:
    """F1 of exact spans: people, organisations and places alone, and all terms."""
    encoding, c = Encoding(_tokenizer(options)), Counter()
    for batch in group(examples, 1500):
        found, _ = scores(encoding.batch([examples[i].words for i in batch]))
        if "t" not in found:
            return {}
        for b, i in enumerate(batch):
            gold = set(label_spans(examples[i].terms))
            told = set(find_names(found["t"][b, 1 : len(examples[i].words) + 1], TERM_LABELS))
            for label in {x[2] for x in gold | told}:
                c[label, "gold"] += sum(x[2] == label for x in gold)
                c[label, "told"] += sum(x[2] == label for x in told)
                c[label, "right"] += sum(x[2] == label for x in gold & told)
    labels = sorted({label for label, _ in c})

    def f1(chosen) -> float:
        sums = [sum(c[label, k] for label in chosen) for k in ("right", "gold", "told")]
        return round(2 * sums[0] / max(1, sums[1] + sums[2]), 3)

    return {"names": f1(["PER", "ORG", "LOC"]), "all": f1(labels), **{label: f1([label]) for label in labels}}


def _torch_scores(folder: Path):
    import torch

    from training.network import Network

    vocabulary = json.loads((folder / "vocab.json").read_text())
    network = Network(*(len(vocabulary[k]) for k in "uxdl"))
    network.load_state_dict(torch.load(folder / "model.pt"))
    network.eval()

    def scores(arrays):
        with torch.no_grad():
            return {
                k: v.numpy() for k, v in network(*(torch.from_numpy(a) for a in arrays)).items()
            }, relations

    def relations(heads_of, dependants, heads):
        with torch.no_grad():
            return network.score_relations(
                *(torch.from_numpy(a) for a in (heads_of, dependants, heads))
            ).numpy()

    return scores


def _onnx_scores(folder: Path):
    import onnxruntime

    file = next(folder.glob("*.onnx"))
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    scorer = np.load(folder / "relations.npy").astype(np.float32)
    names = [o.name for o in session.get_outputs()]

    inputs = [i.name for i in session.get_inputs()]

    def scores(arrays):
        return dict(
            zip(names, session.run(None, dict(zip(inputs, arrays, strict=True))), strict=True)
        ), relations

    def relations(heads_of, dependants, heads):
        chosen = np.take_along_axis(heads_of, heads[..., None], 1)
        labels, width, _ = scorer.shape
        flat = scorer.transpose(1, 0, 2).reshape(width, labels * width)
        each = (dependants @ flat).reshape(*dependants.shape[:2], labels, width)
        return np.einsum("bwrj,bwj->bwr", each, chosen)

    return scores


def _tokenizer(options):
    from tokenizers import Tokenizer

    own = options.released / "tokenizer.json" if options.released else TOKENIZER
    return Tokenizer.from_file(str(own))


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="a folder that training.train wrote")
    parser.add_argument("--released", type=Path, help="a folder with the ONNX graph and its label sets")
    parser.add_argument("--part", choices=["dev", "test"], default="test")
    return parser.parse_args()


if __name__ == "__main__":
    main()
