"""The invented record of the publishing tests as a record on disk, with a pack, hostile texts and private persons."""

from pathlib import Path
from types import SimpleNamespace

from publish_fixture import build_fake
from publish_makers import SIDES, SPOTS

from sijill.link.grades import GRADES
from sijill.model import replace
from sijill.packs import Actor, Place, Side, Source
from sijill.packs.records import Dated
from sijill.record import Contents, RecordWriter, lock_record


def write_fake(root: Path) -> Path:
    """The folder of a record that serves the invented reports as version 1."""
    fake = build_fake()
    whose = {claim: one.id for one in fake.incidents() for claim in one.claims}
    claims = [replace(claim, incident=whose.get(claim.id)) for claim in fake.claims()]
    # The grades of the fixture are of several rule-sets; a record has its own.
    incidents = tuple(
        one
        if one.grade in GRADES
        else replace(one, grade="corroborated" if len(one.origins) > 1 else "single_source")
        for one in fake.incidents()
    )
    places = tuple(
        Place(
            id=one.id,
            name=one.label,
            kind=one.kind or "town",
            parent=one.parent,
            lat=one.lat,
            lon=one.lon,
            radius_km=one.radius_km,
        )
        for one in SPOTS
    )
    pack = SimpleNamespace(
        sides=tuple(Side(id=key, name=name, label=name) for key, name in SIDES.items()),
        actors=(
            Actor(
                id="northern_army", name="Northern army", kind="state_forces", sides=(Dated(id="north_side"),)
            ),
        ),
        places=places,
        sources=(Source(id="coastal_gazette", name="The Coastal Gazette", kind="outlet"),),
    )
    contents = Contents(
        documents=tuple(fake.documents()),
        claims=tuple(claims),
        incidents=incidents,
        figures=tuple(fake.figures()),
        control=tuple(fake.control()),
        unread=tuple(fake.unread()),
        pack=pack,
    )
    manifest = {
        "title": "An invented war",
        "sides": SIDES,
        "pack": {"name": "island", "digest": "0" * 64},
        "options": {"pack": "/home/somebody/island"},
        "sources": ["/home/somebody/inbox"],
    }
    root.mkdir(parents=True, exist_ok=True)
    with lock_record(root):
        RecordWriter(root).write_version(contents, manifest)
    return root
