"""The pages say what is so: commands run as printed, links lead somewhere, the codebook fits the code."""

import re
import tomllib
from pathlib import Path

import pytest

from sijill import model
from sijill.quantities import parse_quantity

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "examples" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


def find_commands(page: Path) -> list[str]:
    """The lines after `$ ` in the page's console blocks."""
    blocks = re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [line[2:].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")]


COMMANDS = list(dict.fromkeys(command for page in PAGES for command in find_commands(page)))


def read_table(page: Path, first: str) -> list[list[str]]:
    """The rows of the table whose first heading is `first`, without its heading."""
    text = page.read_text(encoding="utf-8")
    body = re.search(rf"^\| {first} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, flags=re.M).group(1)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines()]


def test_docs_print_commands_for_the_first_hour():
    verbs = {command.split()[1] for command in COMMANDS if command.startswith("sijill ")}
    assert verbs >= {"build", "incidents", "claims", "figures", "control", "documents", "show", "explain"}
    assert verbs >= {"export", "report", "verify", "serve", "compare"}


# A server goes on until it is stopped; tests/test_web_*.py start one.
@pytest.mark.parametrize(
    "command", [one for one in COMMANDS if not one.startswith(("make ", "sijill serve"))]
)
def test_docs_commands_run_exactly_as_printed(command, example_folder, run_in_shell):
    done = run_in_shell(command, example_folder)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    out = re.search(r"--out (\S+)", command)
    if out:
        assert (example_folder / out.group(1)).stat().st_size > 100
    else:
        assert done.stdout.strip() or done.stderr.strip(), f"{command} said nothing"


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("make ")])
def test_docs_make_commands_name_targets_that_help_lists(command, run_in_shell):
    # `make demo` and `make test` themselves are run by .ci/run.
    done = run_in_shell("make help", ROOT)
    assert done.returncode == 0, done.stderr
    assert re.search(rf"^ +{re.escape(command)} +\S", done.stdout, flags=re.M)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_docs_links_lead_to_files_that_are_there(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_docs_codebook_lists_every_kind_and_stance_once():
    page = ROOT / "docs" / "kinds.md"
    assert [row[0].strip("`") for row in read_table(page, "kind")] == list(model.KINDS)
    assert [row[0].strip("`") for row in read_table(page, "stance")] == list(model.STANCES)


def test_docs_codebook_maps_every_kind_to_the_other_standards():
    text = (ROOT / "docs" / "kinds.md").read_text(encoding="utf-8")
    rows = re.search(r"^\| kind \| ACLED.*?\n\|[-|]+\n((?:\|.*\n)+)", text, flags=re.M).group(1)
    first_cells = " ".join(line.split("|")[1] for line in rows.splitlines())
    assert sorted(re.findall(r"`(\w+)`", first_cells)) == sorted(model.KINDS)


@pytest.mark.parametrize("words", [model.MEASURES, model.PRECISIONS, model.ROLES])
def test_docs_codebook_names_every_code(words):
    text = (ROOT / "docs" / "kinds.md").read_text(encoding="utf-8")
    assert [word for word in words if f"`{word}`" not in text] == []


def read_number(cell: str) -> list[float | None]:
    return [None if part.strip() == "open" else float(part.replace(",", "")) for part in cell.split(" / ")]


def list_quantities() -> list[tuple[str, float | None, float | None]]:
    """(phrase, low, high) as the codebook has them, one for each phrase of a cell."""
    rows = []
    for row in read_table(ROOT / "docs" / "kinds.md", "the report says"):
        for phrases, low, high in (row[0:3], row[4:7]):
            if phrases.startswith("*"):
                continue
            split = re.split(r" / |, ", phrases)
            lows, highs = read_number(low), read_number(high)
            rows += [
                (phrase, lows[min(at, len(lows) - 1)], highs[min(at, len(highs) - 1)])
                for at, phrase in enumerate(split)
            ]
    return rows


@pytest.mark.parametrize(("phrase", "low", "high"), list_quantities())
def test_docs_codebook_figures_are_what_the_code_makes_of_them(phrase, low, high):
    found = parse_quantity(phrase if phrase.startswith("no casualties") else f"{phrase} people")
    assert (found.low, found.high) == (low, high)


def list_pins(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return {
        re.split(r"[=;<>~! ]", line)[0].lower().replace("_", "-"): line
        for line in lines
        if line and not line.startswith(("#", "-r"))
    }


def test_docs_requirements_pin_every_dependency_and_name_no_host():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, wanted in (
        ("base.txt", project["dependencies"]),
        ("dev.txt", project["optional-dependencies"]["dev"]),
    ):
        pins = list_pins(name)
        missing = [
            dep for dep in wanted if re.split(r"[\[<>=]", dep)[0].lower().replace("_", "-") not in pins
        ]
        assert missing == []
        assert [line for line in pins.values() if not re.match(r"[\w.-]+==[\w.]+(; .+)?$", line)] == []
        assert "://" not in (ROOT / "requirements" / name).read_text(encoding="utf-8")
