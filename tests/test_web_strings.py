"""The words of the interface: every key that is used is there, in both languages, with the same blanks."""

import json
import re
from importlib import resources
from pathlib import Path

import sijill.web
from sijill.model import KINDS
from sijill.web.strings import LANGUAGES

ROOT = Path(sijill.web.__file__).parent
BLANK = re.compile(r"\{(\w+)\}")


def read(language):
    return json.loads(resources.files("sijill.web.strings").joinpath(f"{language}.json").read_text("utf-8"))


def test_web_strings_both_languages_have_every_key():
    english = read("en")
    for language in LANGUAGES:
        table = read(language)
        assert not english.keys() - table.keys(), language
        for key, text in english.items():
            assert set(BLANK.findall(table[key])) == set(BLANK.findall(text)), (language, key)
    assert {f"kind.{kind}" for kind in KINDS} <= read("ar").keys()


def test_web_strings_every_key_that_a_page_uses_is_there():
    english = read("en")
    used = set()
    for path in ROOT.glob("templates/*.html"):
        used |= set(re.findall(r"""\bt\(\s*["']([\w.]+)["'](?!\s*~)""", path.read_text(encoding="utf-8")))
    assert len(used) > 100 and not used - english.keys()
    scripts = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("static/*.js"))
    said = set(re.findall(r"""\bwords\(\s*["']([\w.]+)["']""", scripts))
    assert len(said) > 10 and not {f"js.{key}" for key in said} - english.keys()


def test_web_strings_none_is_left_that_no_page_uses():
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in [*ROOT.rglob("*.html"), *ROOT.rglob("*.js"), *ROOT.glob("*.py")]
    )
    families = (
        "kind.",
        "month.",
        "tongue.",
        "status.",
        "stance.",
        "grade.",
        "group.",
        "facet.",
        "verdict.",
        "phrase.",
        "holder.",
        "queue.",
        "role.",
        "language.",
        "about.",
        "js.",
        "key.",
        "do.",
    )
    pages = (
        "incidents",
        "control",
        "claims",
        "figures",
        "documents",
        "sources",
        "actors",
        "places",
        "as_known",
        "retrospective",
    )
    for key in read("en"):
        plain = key.removesuffix(".one")
        assert plain.startswith(families) or plain in pages or f'"{plain}"' in text or f"'{plain}'" in text, (
            key
        )
