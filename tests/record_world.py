"""An invented island at war, small reports from it, and an extractor simple enough to be foreseen.

The extractor is the one part that is not real: it reads "NAME forces captured PLACE, killing N soldiers." and a few
like it, so that tests of the record and of the engine neither load a model nor depend on what it finds.
As a script it is the command line with that extractor: `python record_world.py build FOLDER --pack PACK`.
"""

import re
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from sijill.model import ActorRef, Claim, DocumentRef, ExtractorRef, Figure, PlaceRef, When, claim_id

PACK = {
    "pack.yml": """
name: island
title: The war on an invented island
sides:
  - {id: north, name: Northern forces, label: North}
  - {id: south, name: Southern forces, label: South}
""",
    "actors.yml": """
- {id: northern-army, name: Northern army, kind: state_forces, side: north, names: {en: [Northern forces, the northerners]}}
- {id: southern-guard, name: Southern guard, kind: state_forces, side: south, names: {en: [Southern forces]}}
""",
    "places.yml": """
- {id: west-shire, name: West Shire, kind: governorate, lat: 10.0, lon: 20.0}
- {id: elmton, name: Elmton, kind: town, parent: west-shire, lat: 10.1, lon: 20.1, names: {en: [al-Elmtun], ar: [إلمتون]}}
- {id: oakham, name: Oakham, kind: town, parent: west-shire, lat: 10.3, lon: 20.4}
""",
    "sources.yml": """
- {id: morning-post, name: Morning Post, kind: outlet}
- {id: evening-star, name: Evening Star, kind: outlet}
""",
}
REPORTS = {
    "post.txt": "Morning Post | 3 May, 2019\n\nNorthern forces captured Elmton, killing 12 soldiers.\n"
    "Southern forces will capture Oakham.\n",
    "star.txt": "Evening Star | 4 May, 2019\n\nSouthern forces denied that Northern forces captured Elmton.\n"
    "Northern forces shelled Oakham, killing 30 soldiers.\n",
    "letter.txt": "A letter without a day.\n\nNorthern forces shelled Elmton, killing 5 soldiers.\n",
}
SENTENCE = re.compile(
    r"(?:(?P<denier>\w+ forces) denied that )?(?P<who>\w+ forces) (?P<will>will )?(?P<verb>captured?|shelled)"
    r" (?P<place>\w+)(?:, killing (?P<killed>\d+) soldiers)?"
)
KINDS = {"capture": "capture", "captured": "capture", "shelled": "shelling"}


class PlainExtractor:
    """Claims by one regular expression; `extracted` counts the documents it was asked for."""

    name, version, languages = "plain", "1", frozenset({"en"})
    extracted = 0

    def extract(self, document):
        """The claims of the document, dated by its publication."""
        type(self).extracted += 1
        if "Explode" in document.text:
            raise RuntimeError("the extractor broke on this one")
        if "Sleep" in document.text:
            time.sleep(60)
        return [self._make(document, found) for found in SENTENCE.finditer(document.text)]

    def explain(self, sentence, published=None):
        """The groups that matched."""
        found = SENTENCE.search(sentence)
        return f"{found.groupdict()}" if found else "no claim"

    def _make(self, document, found):
        stance = "denies" if found["denier"] else "plans" if found["will"] else "asserts"
        speaker = found["denier"] or "publisher"
        kind = KINDS[found["verb"]]
        killed = Figure(
            measure="killed", who="soldiers", low=int(found["killed"] or 0), high=None, qualifier="killing"
        )
        day = document.published and document.published[:10]
        return Claim(
            id=claim_id(document.id, found.start(), found.end(), kind, speaker),
            document=DocumentRef(
                id=document.id, source=document.source, publisher=document.publisher,
                published=document.published, language=document.language,
            ),
            kind=kind, stance=stance, quote=found[0], start=found.start(), end=found.end(),
            speaker=ActorRef(name=speaker), actors=(ActorRef(name=found["who"]),),
            places=(PlaceRef(name=found["place"]),),
            when=When(start=day, end=day, precision="day", anchor="publication") if day else None,
            figures=(killed,) if found["killed"] else (),
            extractor=ExtractorRef(name=self.name, version=self.version), confidence=0.9,
        )  # fmt: skip


def write_world(folder: Path) -> tuple[Path, Path]:
    """The folders of the pack and of the reports, written below `folder`."""
    pack, reports = folder / "island", folder / "reports"
    for place, files in ((pack, PACK), (reports, REPORTS)):
        place.mkdir(parents=True)
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")
    return pack, reports


INSTALLED: list[
    bool
] = []  # whether the plain extractor may still be among the loaded ones (`conftest.py` asks)


def install_extractor(patch) -> None:
    """From here on every extractor is the plain one; `patch(module, name, value)` sets it."""
    import sijill.extract
    import sijill.run.document

    sijill.run.document._load_for.cache_clear()
    INSTALLED.append(True)
    patch(sijill.extract, "load_extractor", lambda name, pack: PlainExtractor())


@contextmanager
def built_world(folder: Path):
    """The folder of a record built from the three reports, with the plain extractor in place while inside."""
    from sijill.run import BuildOptions, build_record

    pack, reports = write_world(folder)
    with pytest.MonkeyPatch.context() as patch:
        install_extractor(patch.setattr)
        build_record([reports], BuildOptions(record=str(folder / "record"), pack=str(pack), jobs=1))
        yield folder / "record"


if __name__ == "__main__":
    from sijill.cli import main

    install_extractor(setattr)
    sys.exit(main())
