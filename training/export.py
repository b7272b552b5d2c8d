"""From a trained network to what ships: an ONNX graph with 8-bit weights, the two scorers, and the label sets.

    python -m training.export --model artifacts/model --out src/sijill/extract/embedded/model

Weights are kept in 8 bits in blocks along their input, those of the claims' own layers in the 4 bits that they were trained
with, and each row of activations is quantised by itself while it is multiplied (ONNX Runtime's MatMulNBits at accuracy
level 4), so that a sentence's answer does not depend on what it is batched or padded with. Embeddings are 8-bit rows, each
with a scale of its own; word pieces of other scripts than Latin, and unused ones, are left out with their rows.
"""

import argparse
import json
import unicodedata
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.labels import KINDS, MARKS, NAME_LABELS, ROLES, STANCES, TERM_LABELS
from training.network import NARROW_BLOCK, NarrowLinear, Network, split_narrow

BLOCK = 64
HERE = Path(__file__).parent
TOKENIZER = HERE / "tokenizer.json"
SPECIAL = 104  # the first word pieces, which stand for a beginning, an end, an unknown piece and the like
INPUTS = ["ids", "mask", "types", "pool"]


class Outputs(torch.nn.Module):
    """The network with its outputs in a fixed order."""

    NAMES = ("arc", "rh", "rd", "u", "x", "l", "n", "t", "k", "s", "m", "ct", "cw")

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, *inputs):
        scores = self.network(*inputs)
        return tuple(scores[name] for name in self.NAMES)


def export(folder: Path, out: Path) -> None:
    vocabulary = json.loads((folder / "vocab.json").read_text())
    network = Network(*(len(vocabulary[k]) for k in "uxdl"))
    network.load_state_dict(torch.load(folder / "model.pt"))
    network.eval()
    settle_narrow(network)
    kept = prune_tokenizer(json.loads(TOKENIZER.read_text(encoding="utf-8")), out / "tokenizer.json")
    network.pieces = torch.nn.Embedding.from_pretrained(network.pieces.weight.detach()[kept])
    inputs = (
        torch.ones(2, 9, dtype=torch.int64),
        torch.ones(2, 9, dtype=torch.int64),
        torch.zeros(2, 9, dtype=torch.int64),
        torch.full((2, 5, 9), 1 / 9),
    )
    axes = {
        "ids": {0: "B", 1: "T"},
        "mask": {0: "B", 1: "T"},
        "types": {0: "B", 1: "T"},
        "pool": {0: "B", 1: "W", 2: "T"},
    }
    axes |= {name: {0: "B", 1: "W"} for name in Outputs.NAMES}
    axes["arc"] = {0: "B", 1: "W", 2: "W"}
    plain = folder / "network.onnx"
    torch.onnx.export(
        Outputs(network),
        inputs,
        str(plain),
        input_names=INPUTS,
        output_names=list(Outputs.NAMES),
        dynamic_axes=axes,
        opset_version=18,
        dynamo=False,
    )
    model = onnx.load(str(plain))
    quantise(model)
    onnx.save(model, str(out / "reader.int8.onnx"))
    np.save(out / "relations.npy", network.relation.detach().numpy().astype(np.float16))
    np.save(out / "roles.npy", network.role.detach().numpy().astype(np.float16))
    labels = vocabulary | {
        "names": NAME_LABELS,
        "terms": TERM_LABELS,
        "kinds": KINDS,
        "stances": STANCES,
        "marks": MARKS,
        "roles": ROLES,
    }
    (out / "vocab.json").write_text(json.dumps(labels, ensure_ascii=False))
    for name in ("reader.int8.onnx", "relations.npy", "roles.npy", "tokenizer.json", "vocab.json"):
        print(name, (out / name).stat().st_size)


def settle_narrow(network: Network) -> None:
    """The weights of the claims' layers are what they were trained to compute as: multiples of their blocks' scales."""
    for module in network.modules():
        if isinstance(module, NarrowLinear):
            with torch.no_grad():
                levels, scales = split_narrow(module.weight)
                module.weight.copy_((levels * scales).reshape(module.weight.shape))
            module.forward = torch.nn.Linear.forward.__get__(module)


def prune_tokenizer(tokenizer: dict, path: Path) -> list[int]:
    """The ids, in order, of the word pieces that are kept; the tokenizer of just these is written."""
    pieces = sorted(tokenizer["model"]["vocab"].items(), key=lambda item: item[1])
    kept = [(piece, k) for piece, k in pieces if k < SPECIAL or _is_latin(piece)]
    tokenizer["model"]["vocab"] = {piece: place for place, (piece, _) in enumerate(kept)}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
    return [k for _, k in kept]


def _is_latin(piece: str) -> bool:
    if piece.startswith("[unused"):
        return False
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in piece)


def quantise(model: onnx.ModelProto) -> None:
    """Replaces, in place, every product with a constant matrix and every look-up in one."""
    graph = model.graph
    constants = {t.name: t for t in graph.initializer}
    nodes, added, gone = [], [], set()
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in constants:
            weight = numpy_helper.to_array(constants[node.input[1]])
            if weight.ndim == 2 and weight.size > 20_000:
                nodes.append(_product(node, weight, added))
                gone.add(node.input[1])
                continue
        if node.op_type == "Gather" and node.input[0] in constants:
            table = numpy_helper.to_array(constants[node.input[0]])
            if table.ndim == 2 and table.shape[0] > 100:
                nodes += _look_up(node, table, added)
                gone.add(node.input[0])
                continue
        nodes.append(node)
    kept = [t for t in graph.initializer if t.name not in gone]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept + added)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _product(node, weight: np.ndarray, added: list):
    """MatMulNBits of 8 bits: `weight` (inputs, outputs) in blocks of BLOCK inputs, zero point 128."""
    inputs, outputs = weight.shape
    name = node.output[0] + "_w"
    narrow = _pack_narrow(weight)
    if narrow is not None:
        added.append(numpy_helper.from_array(narrow[0], name))
        added.append(numpy_helper.from_array(narrow[1], name + "_scale"))
        return _make_product(node, name, weight.shape, (4, NARROW_BLOCK))
    blocks = -(-inputs // BLOCK)
    padded = np.zeros((outputs, blocks * BLOCK), np.float32)
    padded[:, :inputs] = weight.T
    padded = padded.reshape(outputs, blocks, BLOCK)
    scale = np.maximum(np.abs(padded).max(-1) / 127, 1e-12).astype(np.float32)
    quantised = (np.clip(np.rint(padded / scale[..., None]), -127, 127) + 128).astype(np.uint8)
    added.append(numpy_helper.from_array(quantised, name))
    added.append(numpy_helper.from_array(scale.reshape(-1), name + "_scale"))
    return _make_product(node, name, weight.shape, (8, BLOCK))


def _make_product(node, name: str, shape: tuple[int, int], form: tuple[int, int]):
    """The node that multiplies by a matrix of `shape` (inputs, outputs) kept in `form` (bits, inputs a block)."""
    return helper.make_node(
        "MatMulNBits",
        [node.input[0], name, name + "_scale"],
        [node.output[0]],
        domain="com.microsoft",
        K=shape[0],
        N=shape[1],
        bits=form[0],
        block_size=form[1],
        accuracy_level=4,
    )


def _pack_narrow(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Two levels a byte (outputs, blocks, NARROW_BLOCK / 2) and scales, if the matrix is one of 4 bits; else None."""
    if weight.shape[0] % NARROW_BLOCK:
        return None
    turned = torch.from_numpy(np.ascontiguousarray(weight.T))
    levels, scales = split_narrow(turned)
    if not torch.allclose((levels * scales).reshape(turned.shape), turned, rtol=1e-5, atol=1e-9):
        return None
    values = (levels.numpy() + 8).astype(np.uint8)
    return values[..., 0::2] | (values[..., 1::2] << 4), scales.numpy().astype(np.float32).reshape(-1)


def _look_up(node, table: np.ndarray, added: list) -> list:
    """Rows of 8 bits and their scales, gathered and multiplied."""
    scale = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
    name = node.output[0] + "_t"
    added.append(numpy_helper.from_array(np.clip(np.rint(table / scale), -127, 127).astype(np.int8), name))
    added.append(numpy_helper.from_array(scale, name + "_scale"))
    where, out = node.input[1], node.output[0]
    return [
        helper.make_node("Gather", [name, where], [out + "_i8"], axis=0),
        helper.make_node("Gather", [name + "_scale", where], [out + "_sc"], axis=0),
        helper.make_node("Cast", [out + "_i8"], [out + "_f"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [out + "_f", out + "_sc"], [out]),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    export(options.model, options.out)


if __name__ == "__main__":
    main()
