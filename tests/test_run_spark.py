"""The Spark engine: the same record as the local engine, and a plain word where it cannot run."""

import builtins
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_run_pool import make_task
from test_run_pool import work as work_fake

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


@pytest.fixture
def spark_here(monkeypatch):
    """Skips the test where Spark cannot run; its workers can import what is beside this file."""
    pytest.importorskip("pyspark", reason="pip install 'sijill[spark]' to run this")
    pytest.importorskip("pyarrow", reason="pip install 'sijill[spark]' to run this")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("install Java 17 to run this")
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH")))))


def test_spark_makes_the_same_record_as_the_local_engine(tmp_path, example_folder, spark_here, monkeypatch):
    from sijill.run.spark import SparkEngine

    rows, run_wave = Counter(), SparkEngine._run_wave

    def watch(engine, data, work, parts):
        done = run_wave(engine, data, work, parts)
        assert done is not None, "Spark failed at it, and it was done here"
        named = work.keywords["work"].__name__
        rows[named] += len(done)
        return done

    monkeypatch.setattr(SparkEngine, "_run_wave", watch)
    build(tmp_path / "spark", "--engine", "spark", "--jobs", "2")
    with Record.open(tmp_path / "spark") as spark, Record.open(example_folder / "demo-record") as local:
        assert spark.manifest["rows"] == local.manifest["rows"], "every table has the same canonical rows"
        assert spark.manifest["counts"]["claims"] > 100
    stages = {"work_task", "rate_pairs", "build_named", "reconcile_told", "run_some", "write_some"}
    assert set(rows) == stages and all(count > 1 for count in rows.values()), rows


def test_spark_a_worker_that_dies_costs_one_document_and_no_part(spark_here):
    from sijill.run.spark import SparkEngine

    here = os.getpid()

    def work(at):
        if at == 3 and os.getpid() != here:
            os._exit(9)
        return at * at

    engine = SparkEngine(2)
    try:
        told = engine.run(work, [(at,) for at in range(20)], lambda at: (at,))
        lost = engine.run(lambda at: at == 1, [(at,) for at in range(3)], lambda at: (at,))
        tasks = [make_task(0, "text"), make_task(1, "DIE"), make_task(2, "text")]
        outcomes = {outcome.index: outcome for outcome in engine.work(tasks, work_fake)}
    finally:
        engine.close()
    assert told == [at * at for at in range(20)]
    assert engine.messages and all("Spark failed" in message for message in engine.messages)
    assert lost == [False, True, False], "and it works on after that"
    assert outcomes[0].document and outcomes[2].document
    assert "killed" in outcomes[1].unread.problem


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
