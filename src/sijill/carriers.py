"""Who works the parts of a stage: processes of this machine, or whatever else can be given parts to work.

A stage says how its work is cut, and what a part needs when it is worked elsewhere. It does not know where that is, and
the results are the same wherever they come from.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec

from .forks import run_forked

Part = tuple[Any, ...]  # what the work is called with


class Carrier(Protocol):
    """Takes the parts of a stage to where they are worked, and brings the results back."""

    def count_parts(self, weight: int, worth: int) -> int:
        """Into how many parts to cut work of that weight, of which `worth` takes some seconds."""
        ...

    def run(
        self,
        work: Callable[..., Any],
        parts: Sequence[Part],
        narrow: Callable[..., Part],
        result: Any = None,
    ) -> list[Any]:
        """`work(*part)` of every part, in this order.

        `narrow(*part)` is the part with no more than it needs, for carriers that must send it. `result` is the type of a
        result that can be sent as msgpack; without it any that can be pickled will do.
        """
        ...


class Processes:
    """Copies of this process, so many at once; they have in memory what a part needs."""

    def __init__(self, jobs: int = 1):
        self.jobs = jobs

    def count_parts(self, weight: int, worth: int) -> int:
        """As many as there are processes, if each has enough to do.

        >>> Processes(4).count_parts(250, 100), Processes(4).count_parts(30, 100)
        (2, 1)
        """
        return max(1, min(self.jobs, weight // worth))

    def run(
        self,
        work: Callable[..., Any],
        parts: Sequence[Part],
        narrow: Callable[..., Part],
        result: Any = None,
    ) -> list[Any]:
        """`work(*part)` of every part, in this order.

        >>> Processes(2).run(lambda held, at: held[at], [("ab", 0), ("ab", 1)], lambda held, at: (held[at], 0))
        ['a', 'b']
        """

        def work_part(at: int) -> Any:
            made = work(*parts[at])
            # what is made here need not be sent
            return msgspec.msgpack.encode(made) if result is not None and at else made

        found = run_forked(work_part, len(parts))
        if result is None:
            return found
        read = msgspec.msgpack.Decoder(result)
        return [read.decode(one) if isinstance(one, bytes) else one for one in found]


def take_carrier(jobs: int | Carrier) -> Carrier:
    """The carrier itself, or that of so many processes."""
    return Processes(jobs) if isinstance(jobs, int) else jobs


def count_processes(jobs: int | Carrier) -> int:
    """How many processes of this machine may share small work; one where another carrier works the parts.

    >>> count_processes(3), count_processes(Processes(2))
    (3, 2)
    """
    if isinstance(jobs, int):
        return jobs
    return jobs.jobs if isinstance(jobs, Processes) else 1
