"""A build that is killed, at the worst moments, loses nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from record_world import write_world

from sijill.record import Record
from sijill.record.verify import verify_record

SCRIPT = Path(__file__).parent / "record_world.py"


def start(folder, *args):
    command = [sys.executable, str(SCRIPT), *map(str, args), "--record", str(folder / "record")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process):
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def wait_for(condition, process, what):
    for _ in range(600):
        if condition():
            return
        assert process.poll() is None, f"ended before {what}: {process.communicate()[1]}"
        time.sleep(0.05)
    raise AssertionError(f"never saw {what}")


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 there")
def test_kill_in_mid_build_leaves_the_old_version_served(tmp_path):
    pack, reports = write_world(tmp_path)
    root = tmp_path / "record"
    code, _, err = finish(start(tmp_path, "build", reports, "--pack", pack))
    assert code == 0, err
    slow = tmp_path / "slow.txt"
    slow.write_text(
        "Sleep over this one, since it is a test of the thing.\n\nNorthern forces shelled Elmton.\n"
    )
    log = root / "archive" / "captures.jsonl"
    process = start(tmp_path, "build", slow)
    wait_for(lambda: "slow.txt" in log.read_text(), process, "the capture in the archive")

    second = start(tmp_path, "build", reports)  # two builds at once
    code, _, err = finish(second)
    assert code == 2 and f"process {process.pid}" in err and "wait until it ends" in err

    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    with Record.open(root) as record:
        assert record.number == 1 and len(record.documents()) == 3
    assert verify_record(root) == []
    code, out, err = finish(start(tmp_path, "forget", slow))  # and the next build works
    assert code == 0, err
    assert "Nothing changed: version 1" in out


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_interrupt_says_that_the_old_version_is_served(tmp_path):
    pack, reports = write_world(tmp_path)
    (reports / "slow.txt").write_text("Sleep over this one, since it is a test of what happens then.\n")
    process = start(tmp_path, "build", reports, "--pack", pack)
    log = tmp_path / "record" / "archive" / "captures.jsonl"
    wait_for(lambda: log.exists() and "slow.txt" in log.read_text(), process, "the capture in the archive")
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    code, _, err = finish(process)
    assert code == 130 and "stopped" in err and "Traceback" not in err
    assert not list((tmp_path / "record" / "versions").iterdir())
