"""Work shared among processes that are copies of this one: what is in memory need not be sent to them."""

import os
import pickle
import signal
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

R = TypeVar("R")

CAN_FORK = sys.platform.startswith("linux")  # elsewhere a copied process may find its libraries locked


def run_forked(work: Callable[[int], R], parts: int) -> list[R]:
    """`work(0)` … `work(parts - 1)`, each in a process of its own, and the results in this order.

    A process that fails, for want of memory most often, changes nothing: its part is then done here. Where processes
    cannot be copied all parts are done here, one after another.

    >>> run_forked(lambda part: part * part, 3)
    [0, 1, 4]
    """
    if parts < 2 or not CAN_FORK:
        return [work(part) for part in range(parts)]
    children: list[tuple[int, int]] = []
    try:
        for part in range(1, parts):
            children.append(_fork(work, part))
        results = [work(0)]
        for part in range(1, parts):
            data = _collect(*children[part - 1])
            results.append(work(part) if data is None else pickle.loads(data))
        return results
    except BaseException:
        for child, _ in children:
            _stop(child)
        raise


def _fork(work: Callable[[int], R], part: int) -> tuple[int, int]:
    """The id of a new process that does one part, and the end of a pipe from which its result can be read."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    code = 1
    try:
        os.close(reader)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that builds to answer
        with os.fdopen(writer, "wb") as out:
            pickle.dump(work(part), out, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _collect(child: int, reader: int) -> bytes | None:
    """What a process sent, or None where it failed."""
    with os.fdopen(reader, "rb") as source:
        data = source.read()
    _, status = os.waitpid(child, 0)
    return data if status == 0 else None


def _stop(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass  # it has ended already


def split_evenly(weights: list[int], parts: int) -> list[range]:
    """Stretches of positions, so many, of about equal weight.

    >>> split_evenly([5, 1, 1, 1, 1, 1], 2)
    [range(0, 1), range(1, 6)]
    """
    total, passed, bounds = sum(weights), 0, [0]
    for at, weight in enumerate(weights):
        passed += weight
        while len(bounds) < parts and passed * parts >= total * len(bounds):
            bounds.append(at + 1)
    bounds += [len(weights)] * (parts + 1 - len(bounds))
    return [range(start, stop) for start, stop in pairwise(bounds)]
