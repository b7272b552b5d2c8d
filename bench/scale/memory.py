"""How much memory and processor time a process and all those that it started take, watched while something runs (Linux)."""

import os
import threading
from pathlib import Path

EVERY = 0.5  # seconds


class MemoryWatch:
    """Peaks in MiB, in a `with`: of this process, of Java, of all others below it, and of all at one moment.

    What processes share is counted once, in equal parts (PSS). `seconds` is the processor time of the same, since they
    began; what lives shorter than the moment between two looks is missed.
    """

    def __init__(self, pid: int | str = "self"):
        self.root = int(Path(f"/proc/{pid}").resolve().name)
        self.peaks = {"here": 0, "java": 0, "others": 0, "all": 0}
        self.seconds = {"here": 0.0, "java": 0.0, "others": 0.0, "all": 0.0}
        self._worked: dict[tuple[str, str], tuple[str, float]] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        over = False
        while not over:
            over = self._done.wait(EVERY)  # and once more at the end
            held = {"here": 0, "java": 0, "others": 0}
            for pid in list_below(self.root):
                name, size = read_process(pid)
                part = "here" if pid == self.root else "java" if name == "java" else "others"
                held[part] += size
                if worked := read_seconds(pid):
                    self._worked[str(pid), worked[0]] = part, worked[1]
            held["all"] = sum(held.values())
            self.peaks = {key: max(most, held[key] // 1024) for key, most in self.peaks.items()}
        for part, seconds in self._worked.values():
            self.seconds[part] += seconds
            self.seconds["all"] += seconds


def list_below(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has ended
            children.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], ())
    return found


def read_process(pid: int) -> tuple[str, int]:
    """The name of a process, and its share of memory in KiB."""
    folder = Path(f"/proc/{pid}")
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
        name = (folder / "comm").read_text().strip()
    except OSError:
        return "", 0
    return name, next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def read_seconds(pid: int) -> tuple[str, float] | None:
    """When a process began (which tells it from a later one of its number), and the processor time it took so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[19], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
