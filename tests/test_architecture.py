"""The walls: no stage looks ahead, no file outgrows a reader, no code knows a name of the world."""

import ast
import re
from pathlib import Path

import pytest

import sijill
from sijill.packs import load_pack

ROOT = Path(sijill.__file__).parent
STAGES = ["read", "extract", "resolve", "link", "reconcile", "control", "publish"]
DRIVERS = {
    "compare",
    "record",
    "run",
    "cli",
    "score",
    "tour",
    "web",
}  # they drive the stages: no stage may know them
LONGEST = 400
FILES = sorted(path for path in ROOT.rglob("*.py") if "packs" not in path.relative_to(ROOT).parts[:1])
PLAIN = 4  # letters: shorter names of a pack ("Han", "Sur") are words in any code


def list_imports(path):
    """The modules of the package that a file imports, as dotted names below `sijill`."""
    inside = ["sijill", *path.relative_to(ROOT).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("sijill"))
        elif isinstance(node, ast.ImportFrom):
            base = inside[: len(inside) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if module == "sijill":
                yield from (f"sijill.{alias.name}" for alias in node.names)
            elif module.startswith("sijill."):
                yield module


def find_stage(path):
    name = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return name if name in STAGES else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_architecture_a_stage_imports_no_later_stage(path):
    stage = find_stage(path)
    if stage is None:
        return
    later = {*STAGES[STAGES.index(stage) + 1 :], *DRIVERS}
    seen = {name.split(".")[1] for name in list_imports(path)}
    assert not seen & later, f"{path} is of {stage} and imports {sorted(seen & later)}"


def test_architecture_what_stages_share_imports_no_stage():
    shared = [path for path in FILES if path.parent == ROOT and find_stage(path) is None]
    shared = [path for path in shared if path.stem not in DRIVERS]
    for path in shared:
        seen = {name.split(".")[1] for name in list_imports(path)}
        assert not seen & {*STAGES, *DRIVERS}, path


def test_architecture_the_import_finder_sees_all_forms():
    seen = set(list_imports(ROOT / "run" / "local.py"))
    assert {"sijill.errors", "sijill.record", "sijill.link", "sijill.read.options"} <= seen


def test_architecture_no_file_outgrows_a_reader():
    long = {
        str(path.relative_to(ROOT)): length
        for path in [*ROOT.rglob("*.py"), *ROOT.rglob("*.js")]
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def read_words(path):
    """Every identifier and string of a file outside docstrings, with its line: where a name of the world could hide."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name | ast.FunctionDef | ast.ClassDef):
            yield node.lineno, getattr(node, "id", None) or node.name


def list_names():
    """The proper nouns of all shipped packs that extend another: words that begin with a capital, and names of outlets."""
    names, titles = set(), set()
    for head in sorted(ROOT.glob("packs/*/pack.yml")):
        pack = load_pack(head.parent)
        base = load_pack(pack.extends) if pack.extends else None
        if base is None:
            continue
        known = {entry.id for section in (base.actors, base.places, base.sources) for entry in section}
        # Outlets are named with plain words ("Independent", "Archive"), so of them only whole names are looked for.
        titles |= {
            a.name.casefold()
            for one in pack.sources
            for a in one.names
            if " " in a.name and one.id not in known
        }
        for entry in (*pack.actors, *pack.places):
            if entry.id in known or getattr(entry, "generic", False):
                continue
            for name in (entry.name, *(alias.name for alias in entry.names)):
                names |= {word for word in re.findall(r"[^\W\d_]+", name) if word[:1].isupper()}
    return names, titles


def test_architecture_no_proper_noun_of_the_world_in_code():
    # A word is a proper noun here when no pack's general vocabulary has it and no English text would in lower case:
    # of the words in pack names, those that the packs' own lexicons use as plain words are let go.
    # So are those that the project's training sentences, whose names are placeholders, have in lower case.
    ordinary = [*ROOT.glob("packs/world/**/*.yml"), *ROOT.parents[1].glob("training/sentences/*.txt")]
    plain = {word for path in ordinary for word in read_lower(path)}
    names, titles = list_names()
    names = {name.casefold() for name in names if len(name) > PLAIN} - plain - GENERAL
    assert {"damascus", "qaboun", "ahrar"} <= names, "the packs' names were not found"
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in FILES
        for line, text in read_words(path)
        for word in re.findall(r"[^\W\d_]+", text)
        if word.casefold() in names
    ]
    found += [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in FILES
        for line, text in read_words(path)
        if text.casefold().strip() in titles
    ]
    assert not found


def read_lower(path):
    """The words of a vocabulary file, all of which are plain words."""
    return set(re.findall(r"[a-z]+", path.read_text(encoding="utf-8")))


# Words of plain English, and months of the Hijri calendar, that stand in names as well. A word belongs here only when
# the code means the plain word.
GENERAL = {
    "archive", "armenian", "awwal", "being", "deeply", "direct", "foreign", "fourth", "greater", "helpers", "human", "little",
    "lower", "maker", "matrix", "muharram", "sixteenth", "support", "thani", "thirty", "upper", "violations",
}  # fmt: skip
