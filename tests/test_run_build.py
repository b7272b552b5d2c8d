"""The engine: incremental, undisturbed by a bad document, the same whatever the order, whole or not at all."""

import shutil
from pathlib import Path

import pytest
from record_world import PlainExtractor, install_extractor, write_world

from sijill.cli.summary import write_summary
from sijill.errors import SijillError
from sijill.model import replace
from sijill.record import Record, append_decision, lock_record
from sijill.record.decisions import address_claim
from sijill.record.verify import verify_record
from sijill.run import BuildOptions, build_record


@pytest.fixture
def world(tmp_path, monkeypatch):
    install_extractor(monkeypatch.setattr)
    pack, reports = write_world(tmp_path)
    options = BuildOptions(record=str(tmp_path / "record"), pack=str(pack), jobs=1)
    return tmp_path, reports, options


def read_manifest(folder):
    with Record.open(folder / "record") as record:
        return record.manifest


def test_build_reads_and_extracts_an_unchanged_document_once(world):
    _folder, reports, options = world
    first = build_record([reports], options)
    assert (first.read_now, first.extracted_now, first.new_sources) == (3, 3, 3)
    PlainExtractor.extracted = 0
    (reports / "more.txt").write_text(
        "This is another report of the day.\n\nNorthern forces shelled Elmton.\n"
    )
    second = build_record([reports], options)
    assert (second.read_now, second.extracted_now, second.new_sources) == (1, 1, 1)
    assert PlainExtractor.extracted == 1
    assert second.documents == 4
    assert (first.kept, second.kept, build_record([], options).kept) == (0, 0, 0)


def test_build_tells_how_many_documents_of_earlier_builds_stay(world):
    folder, reports, options = world
    build_record([reports], options)
    more = folder / "more.txt"
    more.write_text("This is another report of the day.\n\nNorthern forces shelled Elmton.\n")
    report = build_record([more], options)
    assert (report.documents, report.new_sources, report.kept) == (4, 1, 3)
    assert "  3 were here already (kept)" in write_summary(report, "record")
    fresh = build_record(
        [more], options.__class__(record=options.record, pack=options.pack, jobs=1, fresh=True)
    )
    assert (fresh.documents, fresh.kept) == (1, 0) and "already" not in write_summary(fresh, "record")


def test_build_writes_no_version_that_would_say_the_same(world):
    folder, reports, options = world
    build_record([reports], options)
    again = build_record([reports], options)
    assert not again.changed and again.version == 1
    shutil.rmtree(folder / "record" / "cache")  # without its cache a build takes longer and says the same
    assert not build_record([], options).changed


def test_build_mends_a_damaged_version(world):
    folder, reports, options = world
    build_record([reports], options)
    (folder / "record" / "versions" / "1" / "record.duckdb").write_bytes(b"damage")
    report = build_record([], options)
    assert report.version == 2 and any("damaged" in message for message in report.messages)
    with Record.open(folder / "record") as record:
        assert len(record.claims()) == 5


def test_build_sources_add_up_and_a_changed_file_takes_the_place_of_its_earlier_state(world):
    folder, reports, options = world
    build_record([reports / "post.txt"], options)
    assert build_record([reports / "star.txt"], options).documents == 2
    (reports / "post.txt").write_text("Morning Post | 3 May, 2019\n\nNorthern forces captured Oakham.\n")
    report = build_record([reports / "post.txt"], options)
    assert report.documents == 2 and report.new_sources == 1
    with Record.open(folder / "record") as record:
        texts = [document.text for document in record.documents()]
        assert any("captured Oakham" in text for text in texts) and not any(
            "killing 12" in text for text in texts
        )
    assert verify_record(folder / "record") == []


def test_build_fresh_forgets_earlier_sources_but_not_their_bytes(world):
    _folder, reports, options = world
    build_record([reports / "post.txt"], options)
    fresh = BuildOptions(record=options.record, pack=options.pack, jobs=1, fresh=True)
    assert build_record([reports / "star.txt"], fresh).documents == 1
    assert build_record([reports / "post.txt"], options).documents == 2


def test_build_keeps_what_a_person_said_of_a_source(world):
    folder, reports, options = world
    told = BuildOptions(record=options.record, pack=options.pack, jobs=1, published="2019-05-09")
    assert build_record([reports / "letter.txt"], told).undated == ()
    assert build_record([reports], options).undated == ()
    with Record.open(folder / "record") as record:
        published = {document.source: document.published for document in record.documents()}
    assert published == {"letter.txt": "2019-05-09", "post.txt": "2019-05-03", "star.txt": "2019-05-04"}


def test_build_one_bad_document_stops_nothing(world):
    folder, reports, options = world
    (reports / "bad.txt").write_text(
        "Explode on this one, please, since it is a test of the thing.\n\nNorthern forces shelled Elmton.\n"
    )
    (reports / "empty.txt").write_text("")
    report = build_record([reports], options)
    problems = {Path(one.source).name: one for one in report.unread}
    assert report.documents == 3 and set(problems) == {"bad.txt", "empty.txt"}
    assert "the extract stage failed on it (RuntimeError: the extractor broke" in problems["bad.txt"].problem
    assert "bad.txt" in report.debug[0] and "Traceback" in report.debug[0]
    with Record.open(folder / "record") as record:
        assert {Path(one.source).name for one in record.unread()} == {"bad.txt", "empty.txt"}
    # Kept in the archive, it is tried again by a build that does not name it.
    again = build_record([], options)
    assert {Path(one.source).name for one in again.unread} == {"bad.txt", "empty.txt"}
    assert verify_record(folder / "record") == []


def test_build_a_claim_without_its_quote_does_not_enter(world, monkeypatch):
    _folder, reports, options = world
    from sijill.model import replace

    extract = PlainExtractor.extract
    shifted = lambda self, document: [replace(c, start=c.start + 1) for c in extract(self, document)]  # noqa: E731
    monkeypatch.setattr(PlainExtractor, "extract", shifted)
    report = build_record([reports / "post.txt"], options)
    assert report.claims == 0 and "is not the text at" in report.unread[0].problem


def test_build_lists_a_language_that_nothing_here_reads(world):
    folder, reports, options = world
    text = (
        "سيطرت القوات الشمالية على بلدة إلمتون بعد اشتباكات عنيفة استمرت ثلاثة أيام مع القوات الجنوبية.\n" * 3
    )
    (reports / "arabic.txt").write_text(text, encoding="utf-8")
    first = build_record([reports], options)
    assert first.not_coded == ("arabic.txt (ar)",)
    assert first.not_coded == build_record([], options).not_coded  # from the cache too
    with Record.open(folder / "record") as record:
        assert "not_coded" in record.document("arabic.txt").flags


def test_build_gives_equal_hashes_whatever_the_order(world):
    folder, reports, options = world
    names = [reports / name for name in ("post.txt", "star.txt", "letter.txt")]
    manifests = []
    for number, order in enumerate((names, names[::-1], [names[1], names[2], names[0]])):
        other = BuildOptions(record=str(folder / f"record{number}"), pack=options.pack, jobs=1)
        build_record(order, other)
        with Record.open(other.root) as record:
            manifests.append(record.manifest["rows"])
    assert manifests[0] == manifests[1] == manifests[2]


def test_build_step_by_step_groups_claims_as_one_build_does(world):
    # Only the ids of incidents may differ: an incident that grew keeps the id it had.
    folder, reports, options = world
    steps = BuildOptions(record=str(folder / "steps"), pack=options.pack, jobs=1)
    build_record([reports], options)
    for name in ("star.txt", "letter.txt", "post.txt"):
        build_record([reports / name], steps)
    groups = []
    for root in (options.root, steps.root):
        with Record.open(root) as record:
            groups.append(
                {frozenset(one.claims): (one.kind, one.status, one.title) for one in record.incidents()}
            )
    assert groups[0] == groups[1]


def test_build_a_rejected_claim_counts_nowhere_and_survives_a_rebuild(world):
    folder, reports, options = world
    build_record([reports], options)
    root = folder / "record"
    with Record.open(root) as record:
        claim = next(one for one in record.claims() if one.kind == "shelling" and one.when)
        target = {"claims": [address_claim(claim, record.document(claim.document.id))]}
    with lock_record(root):
        append_decision(root, "rana", "reject", target, "a misreading")
    shutil.rmtree(root / "cache")
    report = build_record([], options)
    with Record.open(root) as record:
        assert record.verdicts() == {claim.id: "rejected"}
        assert claim.id not in [one.id for one in record.claims()]
        assert record.claim(claim.id).incident is None
        assert not any(claim.id in one.claims for one in record.incidents())
        assert not any(one.claim == claim.id for figure in record.figures() for one in figure.figures)
    assert report.tray == 0 and verify_record(root) == []


def test_build_a_decision_whose_claim_is_gone_goes_to_the_tray(world):
    folder, reports, options = world
    build_record([reports], options)
    root = folder / "record"
    address = {"document": "d-gone", "start": 0, "end": 9, "kind": "clash", "quote": "gone"}
    with lock_record(root):
        decision = append_decision(root, "rana", "reject", {"claims": [address]})
    assert build_record([], options).tray == 1
    with Record.open(root) as record:
        assert [one.id for one in record.tray()] == [decision.id]


def test_build_keeps_the_last_versions_and_cleans_up_after_a_crash(world):
    folder, reports, options = world
    keep = BuildOptions(record=options.record, pack=options.pack, jobs=1, keep=2)
    left = folder / "record" / "versions" / ".building-1-99"
    build_record([reports / "post.txt"], keep)
    left.mkdir()
    (left / "record.duckdb").write_text("half")
    report = build_record([reports / "star.txt"], keep)
    assert not left.exists() and any(str(left) in message for message in report.messages)
    build_record([reports / "letter.txt"], keep)
    kept = sorted(path.name for path in (folder / "record" / "versions").iterdir())
    assert kept == ["2", "3"]
    with Record.open(folder / "record", version=2) as record:
        assert len(record.documents()) == 2


def test_build_tells_the_second_of_two_builds(world):
    folder, reports, options = world
    with (
        lock_record(folder / "record"),
        pytest.raises(SijillError, match=r"another sijill process .*writing"),
    ):
        build_record([reports], options)
    assert build_record([reports], options).version == 1


def test_build_refuses_what_cannot_be_a_record(world):
    folder, reports, options = world
    with pytest.raises(SijillError, match=r"not a record"):
        build_record([reports], BuildOptions(record=str(reports), pack=options.pack))
    with pytest.raises(SijillError, match=r"is a file"):
        build_record([reports], BuildOptions(record=str(reports / "post.txt"), pack=options.pack))
    with pytest.raises(SijillError, match=r"nothing.txt.*does not exist"):
        build_record([folder / "nothing.txt"], options)
    with pytest.raises(SijillError, match=r"no record here"):
        build_record([], options)
    assert not (folder / "record").exists()


def test_build_does_not_read_the_record_into_itself(world):
    _folder, reports, options = world
    inside = BuildOptions(record=str(reports / "record"), pack=options.pack, jobs=1)
    build_record([reports], inside)
    again = build_record([reports], inside)
    assert (again.documents, again.unread) == (3, ())


def test_build_takes_the_pack_of_the_version_served(world):
    folder, reports, options = world
    build_record([reports], options)
    build_record([reports], BuildOptions(record=options.record, jobs=1))
    assert read_manifest(folder)["pack"]["name"] == "island"


def test_build_a_reinterpreted_pack_resolves_anew(world):
    folder, reports, options = world
    build_record([reports], options)
    actors = folder / "island" / "actors.yml"
    actors.write_text(actors.read_text().replace("Northern army", "Army of the North"))
    report = build_record([], options)
    assert report.changed and report.new_sources == 0


def test_build_with_what_it_remembers_of_links_says_the_same_as_without(world):
    folder, reports, options = world
    build_record([reports / "star.txt"], options)
    kept = folder / "record" / "cache" / "links.msgpack"
    assert kept.is_file()
    shutil.copytree(folder / "record", folder / "other")
    (folder / "other" / "cache" / "links.msgpack").write_bytes(b"damage")
    build_record([reports], options)
    build_record([reports], replace(options, record=str(folder / "other")))
    with Record.open(folder / "record") as record, Record.open(folder / "other") as other:
        assert record.manifest["rows"] == other.manifest["rows"]
        assert record.incidents()
    kept.unlink()
    assert not build_record([], options).changed
    assert kept.is_file()
