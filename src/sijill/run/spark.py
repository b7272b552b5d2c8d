"""The Spark engine: the stages of single documents over partitions, on one machine or a cluster; the same outcomes.

A task goes out as one row of Arrow (its index and its JSON), and its outcome comes back as one. The functions are those of the
local engine, so that what a partition holds, and in which order it is worked off, changes nothing.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..errors import SijillError
from ..model import from_json, to_json
from .document import Outcome, Task, work_task

BATCH = 4096  # documents that go out in one job
PER_PARTITION = 16  # tasks: enough to pay for a partition, few enough to keep all workers busy
MASTER = "SIJILL_SPARK_MASTER"
SCHEMA = "index long, outcome binary"


class SparkTasks:
    """A session of Spark that works tasks off; close it when the build is done.

    The master is the one that `spark-submit` or the variable SIJILL_SPARK_MASTER names, else this machine with `jobs` workers
    (0: all its cores). On a cluster every worker must have sijill and its packs installed, under the same paths.
    """

    def __init__(self, jobs: int = 0):
        self.session = open_session(jobs)

    def work(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcome of every task, as each partition is done."""
        import pyarrow

        if not tasks:
            return
        table = pyarrow.table(
            {
                "index": pyarrow.array([task.index for task in tasks], pyarrow.int64()),
                "task": pyarrow.array([to_json(task) for task in tasks], pyarrow.binary()),
            }
        )
        parts = max(
            1, min(len(tasks), max(self.session.sparkContext.defaultParallelism, len(tasks) // PER_PARTITION))
        )
        frame = self.session.createDataFrame(table).repartition(parts, "index")
        for row in frame.mapInArrow(work_batches, SCHEMA).toLocalIterator():
            yield from_json(bytes(row["outcome"]), Outcome)

    def close(self) -> None:
        """The session is stopped."""
        self.session.stop()


def work_batches(batches: Iterable[Any]) -> Iterator[Any]:
    """The outcomes of the tasks in these batches of Arrow; pack and parser are loaded once a worker process."""
    import pyarrow

    for batch in batches:
        columns = batch.to_pydict()
        outcomes = [to_json(work_task(from_json(task, Task))) for task in columns["task"]]
        yield pyarrow.RecordBatch.from_pydict(
            {
                "index": pyarrow.array(columns["index"], pyarrow.int64()),
                "outcome": pyarrow.array(outcomes, pyarrow.binary()),
            }
        )


def open_session(jobs: int = 0) -> Any:
    """A session of Spark; a SijillError that says what is missing where there can be none."""
    try:
        import pyarrow  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SijillError(
            f"the Spark engine needs the package {error.name}",
            where="--engine spark",
            remedy="pip install 'sijill[spark]'",
        ) from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise SijillError(
            "the Spark engine needs Java",
            where="--engine spark",
            remedy="install Java 17, or leave --engine out",
        )
    # Workers must run this very Python, and their small matrix products must not start threads of their own.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    builder = (
        SparkSession.builder.appName("sijill")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
    )
    if os.environ.get(MASTER) or "PYSPARK_GATEWAY_PORT" not in os.environ:
        builder = builder.master(os.environ.get(MASTER) or f"local[{jobs or '*'}]")
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever Java or a cluster has to say
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SijillError(
            f"Spark did not start ({first})", where="--engine spark", remedy=f"check Java and {MASTER}"
        ) from error
