"""A served record and a real browser for the tests that need both; they are skipped, with the reason, where there is none."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-dev-shm-usage",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SHOTS = os.environ.get("SIJILL_SCREENSHOTS")  # a folder to keep pictures in


def find_browser() -> str | None:
    """The browser of this machine, or None."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )


@contextmanager
def open_browser():
    """A browser; the test is skipped where the machine has none, or no Playwright to drive it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("playwright is not installed: pip install 'sijill[web-test]'")
    path = find_browser()
    if path is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def serve_record(record: Path, *more: str, before: str = ""):
    """The address at which `sijill serve` has the record; `before` is Python that its process runs first."""
    command = [
        sys.executable,
        "-c",
        f"{before}\nfrom sijill.cli import main; main()",
        "serve",
        "--record",
        str(record),
        "--port",
        "0",
        *more,
    ]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        line = served.stdout.readline()
        assert line.startswith("http://"), line
        yield line.split("/  ")[0]
    finally:
        served.terminate()
        served.wait(20)


def keep(page, name: str) -> None:
    """A picture of the page, where pictures are wanted."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def find_barriers(page) -> list[str]:
    """What axe-core finds serious or critical, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {one['help']}: {json.dumps([node['html'][:160] for node in one['nodes'][:3]])}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def measure_width(page) -> tuple[int, int]:
    """How wide the page is, and how wide the window."""
    return tuple(page.evaluate("[document.documentElement.scrollWidth, innerWidth]"))


def wait_until(page, script: str, arg=None, seconds: float = 15) -> None:
    """Waits until a function of the page gives true; the page's own policy forbids what Playwright would do for that."""
    until = time.monotonic() + seconds
    function = script if re.match(r"\w+ =>", script) else f"() => {script}"
    while not page.evaluate(function, arg):
        assert time.monotonic() < until, f"never came true: {script} ({page.url})"
        page.wait_for_timeout(40)
