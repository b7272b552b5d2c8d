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
    parser.add_argument("--minutes", default="110", help="of the first stage, syntax; the second takes half as long")
    options = parser.parse_args()
    syntax = options.out + "-syntax"
    half = str(float(options.minutes) / 2)
    steps = [
        ["training.lemmas", "--data", options.data],
        ["training.train", "--data", options.data, "--out", syntax, "--minutes", options.minutes, "--share", "0.94", "0.06", "0"],
        ["training.train", "--data", options.data, "--out", options.out, "--minutes", half, "--resume", syntax]
        + ["--sentences", str(HERE / "sentences"), "--share", "0.5", "0.05", "0.45"],
        ["training.export", "--model", options.out, "--out", str(MODEL)],
        ["training.evaluate", "--data", options.data, "--released", str(MODEL)],
        ["training.raw", "--data", options.data],
    ]
    for step in steps:
        print("python -m", *step, flush=True)
        subprocess.run([sys.executable, "-m", *step], check=True)


if __name__ == "__main__":
    main()
