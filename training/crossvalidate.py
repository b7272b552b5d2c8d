"""Fine-tunes on the annotated reports with each story left out in turn, for `training.choose --models`.

    python -m training.crossvalidate --data DATA --gold GOLD --seeds SEEDS --base artifacts/model --out artifacts/folds

Writes a folder an unseen story, exported as it would ship, and `all`, which saw every story and is the one to ship.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODEL = HERE.parent / "src/sijill/extract/embedded/model"
STORIES = ("elf25", "gho18", "jsr15", "mos17", "seeds", "all")


def main() -> None:
    options = _options()
    for story in options.stories:
        trained, shipped = options.out / f"{story}-trained", options.out / story
        train = [
            *("training.train", "--data", str(options.data)),
            *("--sentences", str(HERE / "sentences"), str(HERE / "reports")),
            *("--gold", str(options.gold), "--seeds", str(options.seeds), "--without", story),
            *("--resume", str(options.base), "--out", str(trained), "--minutes", str(options.minutes)),
            *(
                "--share",
                "0",
                "0.04",
                "0.96",
                "--rate",
                "1e-4",
                "--draws",
                "1",
                "1",
                "--times",
                str(options.times),
            ),
            *("--bfloat16", "--vocabulary", str(options.base / "vocab.json")),
        ]
        for step in (train, ["training.export", "--model", str(trained), "--out", str(shipped)]):
            print("python -m", *step, flush=True)
            subprocess.run([sys.executable, "-m", *step], check=True)
        for name in ("lemmas.json", "gate.json", "boundaries.json"):
            shutil.copy(MODEL / name, shipped / name)


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="a folder that training.train wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=2.5, help="a story")
    parser.add_argument("--times", type=int, default=8, help="how often a gold sentence counts")
    parser.add_argument("--stories", nargs="*", default=STORIES)
    return parser.parse_args()


if __name__ == "__main__":
    main()
