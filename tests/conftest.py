"""One built record of the example reports, shared by all tests that only look at it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def run_in_shell():
    """A function that runs one command line as a reader would type it, with `sijill` on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "120"}

    def run(line: str, folder: Path) -> subprocess.CompletedProcess:
        return subprocess.run(
            line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=3600
        )

    return run


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory, run_in_shell) -> Path:
    """A folder with a copy of `examples`, and a `demo-record` built from it by the README's command."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "examples", folder / "examples")
    done = run_in_shell("sijill build examples/reports --pack examples/pack --record demo-record", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_imports(tmp_path_factory):
    """No test sees the gazetteers that the user of this machine imported."""
    os.environ["SIJILL_GAZETTEERS"] = str(tmp_path_factory.mktemp("gazetteers"))


@pytest.fixture(autouse=True)
def no_plain_extractor_left():
    """A test that put the plain extractor in place leaves none loaded for the next."""
    yield
    import record_world

    if record_world.INSTALLED:
        import sijill.run.document

        sijill.run.document._load_for.cache_clear()
        record_world.INSTALLED.clear()
