"""The page on the command line says what the command line says."""

from pathlib import Path

from sijill.cli.helping import write_page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"


def test_cli_help_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == write_page(), "run: python -m sijill.cli.helping > docs/cli.md"
