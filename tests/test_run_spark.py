"""The Spark engine: the same record as the local engine, and a plain word where it cannot run."""

import builtins
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.cli.app import app
from sijill.record import Record

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def build(record, *more):
    line = [
        "build",
        str(EXAMPLES / "reports"),
        "--pack",
        str(EXAMPLES / "pack"),
        "--record",
        str(record),
        *more,
    ]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    return done


def test_spark_makes_the_same_record_as_the_local_engine(tmp_path, example_folder):
    pytest.importorskip("pyspark", reason="pip install 'sijill[spark]' to run this")
    pytest.importorskip("pyarrow", reason="pip install 'sijill[spark]' to run this")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("install Java 17 to run this")
    build(tmp_path / "spark", "--engine", "spark", "--jobs", "2")
    with Record.open(tmp_path / "spark") as spark, Record.open(example_folder / "demo-record") as local:
        assert spark.manifest["rows"] == local.manifest["rows"], "every table has the same canonical rows"
        assert spark.manifest["counts"]["claims"] > 100


def test_spark_that_is_not_installed_is_named(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.split(".")[0] in ("pyspark", "pyarrow"):
            raise ImportError(name, name=name.split(".")[0])
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    (tmp_path / "a.txt").write_text("Shells fell on the town on 4 May 2021.")
    line = ["build", str(tmp_path / "a.txt"), "--record", str(tmp_path / "r"), "--engine", "spark"]
    done = CliRunner().invoke(app, line)
    assert (
        done.exit_code == 2 and "sijill[spark]" in done.output and not (tmp_path / "r" / "current").exists()
    )
