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
PATIENCE = (
    180  # seconds that nothing takes but what never comes: a busy machine is slow, and that is no fault
)
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
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=1000 * PATIENCE)
        yield browser
        browser.close()


def open_context(browser, **given):
    """A window of its own that waits as long as a busy machine needs."""
    context = browser.new_context(**given)
    context.set_default_timeout(1000 * PATIENCE)
    return context


def wait_for_scripts(page) -> None:
    """Waits until the page's own script, where it has one, has run: what is pressed before is nobody's."""
    wait_until(
        page,
        "!document.querySelector('script[type=module]') || document.documentElement.classList.contains('js')",
    )


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
        served.wait(PATIENCE)


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


def wait_until(page, script: str, arg=None, seconds: float = PATIENCE) -> None:
    """Waits until a function of the page gives true; the page's own policy forbids what Playwright would do for that."""
    from playwright.sync_api import Error

    until = time.monotonic() + seconds
    function = script if re.match(r"\w+ =>", script) else f"() => {script}"
    while True:
        try:
            if page.evaluate(function, arg):
                return
        except Error as error:
            # The page gave way to another one while it was asked.
            if not re.search("context was destroyed|navigat", str(error)):
                raise
        assert time.monotonic() < until, f"never came true: {script} ({page.url})"
        page.wait_for_timeout(40)
