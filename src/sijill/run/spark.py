"""The Spark engine: single documents, and the parts of what looks across them, over partitions; the same outcomes.

A task or a part goes out as one row of Arrow (its index and its bytes), and what comes of it comes back as one. The functions
are those of the local engine, so that what a partition holds, and in which order it is worked off, changes nothing.
"""

import io
import os
import pickle
import shutil
import sys
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from copyreg import dispatch_table
from functools import partial
from typing import Any

import msgspec

from ..carriers import Part
from ..errors import SijillError
from ..model import from_json, to_json
from .document import Outcome, Task, work_task
from .pool import work_tasks

PER_PARTITION = 16  # tasks: enough to pay for a partition, few enough to keep all workers busy
PARTITIONS = 4  # for each worker, of documents that go out in one job: as many as that must be done before any is told of
WAVE = 64 * 2**20  # bytes that go out in one job, about
FINER = 4  # parts are so much smaller than those of processes: what each needs is in memory once more
MASTER = "SIJILL_SPARK_MASTER"
FAILED = "Spark failed at a part of the work, which was then done by this process ({})"
SCHEMA = "index long, data binary"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "FATAL",  # what goes wrong is told in `messages`
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",
    "spark.rpc.message.maxSize": "512",  # MiB: rows are sent with the tasks
    "spark.driver.maxResultSize": "0",  # a wave at a time comes back
}

Shared = tuple[Any, ...]
_shared: Shared = ()  # in a worker: the objects that the part being read refers to


class SparkEngine:
    """A session of Spark that works tasks and parts off; close it when the build is done.

    The master is the one that `spark-submit` or the variable SIJILL_SPARK_MASTER names, else this machine with `jobs` workers
    (0: all its cores). On a cluster every worker must have sijill and its packs installed, under the same paths.
    """

    def __init__(self, jobs: int = 0):
        self.session = open_session(jobs)
        self.workers = self.session.sparkContext.defaultParallelism
        self.batch = max(
            256, self.workers * PARTITIONS * PER_PARTITION
        )  # documents whose bytes are held at once
        self.messages: list[str] = []  # what went wrong and was mended, for a person to read
        self.share((), list_nothing)

    def share(self, held: Shared, load: Callable[[], Shared]) -> None:
        """What every worker has by itself, by calling `load`, and is not sent: the pack, the gazetteer."""
        self._held, self._load = held, load

    def work(self, tasks: Sequence[Task], work: Callable[[Task], Outcome] = work_task) -> Iterator[Outcome]:
        """The outcome of every task; if a worker dies, a document of its own may have killed it, and is found here."""
        size = self.workers * PARTITIONS * PER_PARTITION
        for wave in cut_waves([(task, to_json(task)) for task in tasks], size):
            parts = max(self.workers, len(wave) // PER_PARTITION)
            done = self._run_wave([data for _, data in wave], partial(work_batches, work=work), parts)
            if done is None:
                yield from work_tasks([task for task, _ in wave], max(2, os.cpu_count() or 1), work)
            else:
                yield from (from_json(data, Outcome) for data in done)

    def count_parts(self, weight: int, worth: int) -> int:
        """So many that all workers are busy to the end, and none of them needs much memory."""
        return max(1, min(weight, max(2 * self.workers, FINER * weight // worth)))

    def run(
        self,
        work: Callable[..., Any],
        parts: Sequence[Part],
        narrow: Callable[..., Part],
        result: Any = None,
    ) -> list[Any]:
        """`work(*part)` of every part, in this order; what a worker fails at is done here."""
        send = partial(work_parts, load=self._load, work=work, plain=result is not None)
        read = msgspec.msgpack.Decoder(result).decode if result is not None else pickle.loads
        posted = ((part, self._post(narrow(*part))) for part in parts)
        found: list[Any] = []
        for wave in cut_waves(posted, PARTITIONS * self.workers):
            done = self._run_wave([data for _, data in wave], send, len(wave))
            if done is None:
                found += [work(*part) for part, _ in wave]
            else:
                found += [read(zlib.decompress(data)) for data in done]
        return found

    def _post(self, part: Part) -> bytes:
        """A part as bytes, in which what is shared is only referred to."""
        buffer, at = io.BytesIO(), {id(one): number for number, one in enumerate(self._held)}

        def refer(one: Any) -> Any:
            return (
                (take_shared, (at[id(one)],)) if id(one) in at else one.__reduce_ex__(pickle.HIGHEST_PROTOCOL)
            )

        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = {**dispatch_table, **{type(one): refer for one in self._held}}
        pickler.dump(part)
        return zlib.compress(buffer.getbuffer(), 1)

    def _run_wave(self, rows: Sequence[bytes], work: Callable[..., Any], parts: int) -> list[bytes] | None:
        """What comes of each row, in this order; None where Spark failed at one of them."""
        import pyarrow

        indexes, data = (
            pyarrow.array(range(len(rows)), pyarrow.int64()),
            pyarrow.array(rows, pyarrow.binary()),
        )
        frame = self.session.createDataFrame(pyarrow.table({"index": indexes, "data": data}))
        frame = frame.repartitionByRange(min(parts, len(rows)), "index")
        try:
            # An iterator over the rows would have Spark work one partition after the other.
            done = frame.mapInArrow(work, SCHEMA).toArrow().to_pydict()
        except Exception as error:  # whatever Java, a worker or a cluster has to say
            if self.session.sparkContext._jsc is None or self.session.sparkContext._jsc.sc().isStopped():
                raise SijillError(
                    f"Spark stopped in the middle of the work ({tell_first(error)})",
                    where="--engine spark",
                    remedy="build again: reports that were read are kept, and it goes on from there",
                ) from error
            self.messages.append(FAILED.format(tell_first(error)))
            return None
        return [data for _, data in sorted(zip(done["index"], done["data"], strict=True))]

    def close(self) -> None:
        """The session is stopped."""
        self.session.stop()


def cut_waves(rows: Iterable[tuple[Any, bytes]], most: int) -> Iterator[list[tuple[Any, bytes]]]:
    """The rows, each something with its bytes, in stretches of so many and of so many bytes, at most about.

    >>> [len(wave) for wave in cut_waves([(at, b"x") for at in range(5)], 2)]
    [2, 2, 1]
    """
    wave: list[tuple[Any, bytes]] = []
    size = 0
    for row in rows:
        wave.append(row)
        size += len(row[1])
        if len(wave) == most or size >= WAVE:
            yield wave
            wave, size = [], 0
    if wave:
        yield wave


def work_batches(batches: Iterable[Any], work: Callable[[Task], Outcome]) -> Iterator[Any]:
    """The outcomes of the tasks in these batches of Arrow; pack and parser are loaded once a worker process."""
    return work_rows(batches, lambda data: to_json(work(from_json(data, Task))))


def work_parts(
    batches: Iterable[Any], load: Callable[[], Shared], work: Callable[..., Any], plain: bool
) -> Iterator[Any]:
    """What comes of the parts in these batches of Arrow; `plain`: as msgpack."""
    write = msgspec.msgpack.encode if plain else partial(pickle.dumps, protocol=pickle.HIGHEST_PROTOCOL)

    def work_row(data: bytes) -> bytes:
        return zlib.compress(write(work(*read_part(data, load()))), 1)

    return work_rows(batches, work_row)


def work_rows(batches: Iterable[Any], work: Callable[[bytes], bytes]) -> Iterator[Any]:
    """Batches of Arrow with what comes of each row."""
    import pyarrow

    for batch in batches:
        columns = batch.to_pydict()
        for index, data in zip(columns["index"], columns["data"], strict=True):
            yield pyarrow.RecordBatch.from_pydict(
                {
                    "index": pyarrow.array([index], pyarrow.int64()),
                    "data": pyarrow.array([work(data)], pyarrow.binary()),
                }
            )


def read_part(data: bytes, shared: Shared) -> Part:
    """The part that `SparkEngine._post` wrote, with this process's own of what is shared."""
    global _shared
    _shared = shared
    try:
        return pickle.loads(zlib.decompress(data))
    finally:
        _shared = ()


def take_shared(number: int) -> Any:
    """One of the objects that this process shares with the one that sent a part."""
    return _shared[number]


def list_nothing() -> Shared:
    """Nothing is shared."""
    return ()


def tell_first(error: Exception) -> str:
    """The first line of what went wrong."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__


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
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")  # none of it is used
    builder = SparkSession.builder.appName("sijill")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    if os.environ.get(MASTER) or "PYSPARK_GATEWAY_PORT" not in os.environ:
        builder = builder.master(os.environ.get(MASTER) or f"local[{jobs or '*'}]")
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever Java or a cluster has to say
        raise SijillError(
            f"Spark did not start ({tell_first(error)})",
            where="--engine spark",
            remedy=f"check Java and {MASTER}",
        ) from error
