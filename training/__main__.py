"""The whole making of the embedded model: table of lemmas, training, export, measures.

python -m training --data DATA --out artifacts/model [--minutes 60]
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODEL = HERE.parent / "src/sijill/extract/embedded/model"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", default="artifacts/model")
    parser.add_argument("--minutes", default="110", help="of each of the two stages, syntax and then claims")
    options = parser.parse_args()
    syntax = options.out + "-syntax"
    data, sentences = (
        ["--data", options.data],
        ["--sentences", str(HERE / "sentences"), str(HERE / "reports")],
    )
    train = ["training.train", *data, "--bfloat16", "--minutes"]
    steps = [
        ["training.lemmas", *data],
        ["training.gate", *data],
        ["training.boundaries", *data],
        [*train, options.minutes, "--out", syntax, "--share", "0.94", "0.06", "0"],
        [*train, options.minutes, "--out", options.out, "--resume", syntax, "--fork", *sentences],
        ["training.export", "--model", options.out, "--out", str(MODEL)],
        ["training.evaluate", *data, "--released", str(MODEL)],
        ["training.raw", *data],
    ]
    for step in steps:
        print("python -m", *step, flush=True)
        subprocess.run([sys.executable, "-m", *step], check=True)


if __name__ == "__main__":
    main()
