"""The command line: every verb on a small record, for a person, for a pipe, for a program."""

import csv
import gzip
import io
import json
import shutil

import click
import pytest
from click.testing import CliRunner
from record_world import built_world, install_extractor

from sijill.cli.app import app
from sijill.record import Archive, Record


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    with built_world(tmp_path_factory.mktemp("world")) as record:
        yield record


@pytest.fixture
def own(built, tmp_path, monkeypatch):
    """A copy of the record, for a test to change."""
    install_extractor(monkeypatch.setattr)
    return shutil.copytree(built, tmp_path / "record")


def run(*args, **kwargs):
    return CliRunner().invoke(app, [str(arg) for arg in args], **kwargs)


def ask(record, *args):
    done = run(*args, "--record", record)
    assert done.exit_code == 0, done.output
    return done


def find_ids(record):
    with Record.open(record) as opened:
        claims = {f"{c.kind} {c.stance}": c for c in opened.claims() if c.when}
        return claims, {one.kind + " " + one.status: one for one in opened.incidents() if one.when}


@pytest.mark.parametrize("verb", sorted({"incidents", "claims", "figures", "control", "documents"}))
def test_cli_tables_as_json_and_csv_hold_the_same_rows(built, verb):
    found = json.loads(ask(built, verb, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(ask(built, verb, "--csv").stdout)))
    assert found["total"] == len(found["rows"]) == len(rows)
    assert not rows or set(found["rows"][0]) == set(rows[0])


def test_cli_json_total_counts_what_limit_leaves_out(built):
    done = ask(built, "claims", "--json", "--limit", "2")
    found = json.loads(done.stdout)
    assert len(found["rows"]) == 2 and found["total"] == 5
    assert "2 of 5 shown" in done.stderr
    assert len(json.loads(ask(built, "claims", "--json", "--limit", "0").stdout)["rows"]) == 5


def test_cli_a_pipe_gets_plain_columns(built):
    lines = ask(built, "claims").stdout.splitlines()
    assert lines[0].split("\t")[:4] == ["id", "day", "kind", "stance"]
    assert len(lines) == 6 and all(line.count("\t") == lines[0].count("\t") for line in lines)


def test_cli_incidents_tell_what_they_leave_out(built):
    done = ask(built, "incidents")
    assert "planned" not in done.stdout and "not shown: 1 planned; --all" in done.stderr
    assert "planned" in ask(built, "incidents", "--all").stdout
    assert "1 more fit but for their day" in ask(built, "incidents", "--on", "2019-05-03").stderr


def test_cli_days_are_read_as_people_write_them(built):
    assert len(ask(built, "claims", "--on", "3 May 2019").stdout.splitlines()) == 3
    done = run("claims", "--on", "2019-02-31", "--record", built)
    assert done.exit_code == 2 and "--on: '2019-02-31' is not a day; write it as" in done.stderr
    assert "--since 31/05/2019 is read as 31 May 2019" in ask(built, "claims", "--since", "31/05/2019").stderr
    assert "is read as" not in ask(built, "claims", "--since", "2019-05-31", "--until", "2020").stderr
    done = run("claims", "--on", "03/04/2019", "--record", built)
    assert done.exit_code == 2 and "write it as 2019-04-03 or 2019-03-04" in done.stderr
    assert "3 April 2019 or 4 March 2019" in done.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["incidents", "--record", "nowhere"], "nowhere: there is no such folder; build one with"),
        (["incidents", "--kind", "clsh"], "did you mean clash"),
        (["incidnts"], "did you mean `sijill incidents`?"),
        (["show", "c-0"], "c-0: nothing in the record has this id or name"),
        (["show", ""], "there is no id or name"),
        (["show", "Evening Sta"], "did you mean Evening Star"),
        (["incidents", "--grade", "bad"], "the grades are not_asserted, single_source"),
        (["claims", "--source", "Evning Star"], "did you mean Evening Star?"),
        (["claims", "--source", "nobody"], "no outlet or file named 'nobody'"),
        (["incidents", "--since", "2018-05", "--until", "2018-04"], "2018-05 is after --until 2018-04"),
        (["incidents", "--on", "2018-05", "--until", "2018"], "--on asks for one day"),
        (["claims", "--json", "--csv"], "two forms at once"),
        (["report", "--out", "r.pdf"], "ends in .html"),
        (["build", "--language", "xx"], "'xx' is not the code of a language"),
        (["build", "--language", "English"], "'English' is not the code of a language"),
        (["build", "--published", "2999-01-01"], "is in the future"),
        (["build", "--published", "1 January 2999"], "is in the future"),
        (["build", "--published", "soon"], "is not a date"),
        (["build", "record/current", "--record", "record/current/nope"], "cannot be created"),
        (["explain", "Four tanks.", "--published", "2999"], "is in the future"),
        (["erase", "nobody", "--why", "law"], "captures.jsonl"),
        (["build", "no-such-file.txt", "--pack", "world"], "no-such-file.txt: does not exist"),
        (["build", "--pack", "no-such-pack"], "there is no pack named 'no-such-pack'"),
        (["score", "nowhere", "nowhere"], "nowhere"),
        (["decide", "undo", "v-0"], "no decision has this id"),
        (["decide", "reject", "c-0"], "neither a claim nor an incident"),
        (["diff", "1", "7"], "no version 7; kept are 1"),
        (["pack", "check", "no-such-folder"], "no-such-folder"),
        (["explain", " "], "there is no sentence"),
        (["forget", "strange.txt"], "strange.txt: no source of the record has this name"),
        (["demo", "--examples", "nowhere"], "nowhere: the example reports are not there"),
        (["export", "--format", "claims", "--out", "no/such/folder/file"], "no/such/folder/file"),
    ],
)
def test_cli_a_users_mistake_is_a_message_and_exit_code_2(own, args, message, monkeypatch):
    monkeypatch.chdir(own.parent)
    done = run(*args)
    assert done.exit_code == 2, done.output
    assert message in done.stderr and "Traceback" not in done.output


def test_cli_an_unexpected_error_is_one_line_and_debug_shows_the_rest(built, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr("sijill.record.reader.Record.unread", fail)
    done = run("documents", "--record", built)
    assert done.exit_code == 1 and "--debug" in done.stderr and "Traceback" not in done.output
    assert isinstance(run("documents", "--record", built, "--debug").exception, ZeroDivisionError)


def test_cli_show_opens_everything(built):
    claims, incidents = find_ids(built)
    claim, incident = claims["capture asserts"], incidents["capture disputed"]
    page = ask(built, "show", claim.id).stdout
    assert "⟦Northern forces captured Elmton, killing 12 soldiers⟧" in page and "Morning Post" in page
    page = ask(built, "show", incident.id).stdout
    assert "12 or more" in page and "capture, denied" in page and claim.id in page
    page = ask(built, "show", "post.txt").stdout
    assert page.count("⟦") == 2 and "published:      2019-05-03" in page
    assert "إلمتون" in ask(built, "show", "al-Elmtun").stdout
    assert "northern-army" in ask(built, "show", "the northerners").stdout
    for key in (claim.id, incident.id, "post.txt", "Elmton", "Northern army"):
        json.loads(ask(built, "show", key, "--json").stdout)


def test_cli_show_takes_a_shortened_id_a_voice_and_a_source(built):
    claim = find_ids(built)[0]["capture asserts"]
    assert f"claim {claim.id}" in ask(built, "show", claim.id[:9] + "…").stdout
    assert f"claim {claim.id}" in ask(built, "show", claim.id[:9]).stdout
    page = ask(built, "show", "evening star").stdout
    assert page.startswith("Evening Star\noutlet or speaker") and "1 report published" in page
    assert json.loads(ask(built, "show", "Evening Star", "--json").stdout)["voice"]["documents"]


def test_cli_show_a_place_quotes_what_its_holder_rests_on(built):
    page = ask(built, "show", "Elmton").stdout
    held = page[page.index("Who held it") : page.index("incidents")]
    assert "for (weight" in held and "“Northern forces captured Elmton, killing 12 soldiers”" in held
    assert "Who held it, as known at the time" in held and "Who held it, with hindsight" in held


def test_cli_control_changes_name_the_day_the_holders_and_the_claims(built):
    done = ask(built, "control", "--changes")
    assert "the last week that the record speaks of" in done.stderr
    assert done.stdout.splitlines()[0].split("\t") == ["day", "place", "from", "to", "p", "why", "claims"]
    found = json.loads(ask(built, "control", "--changes", "--since", "2019-05", "--json").stdout)["rows"]
    claims, _ = find_ids(built)
    elmton = next(row for row in found if row["place"] == "Elmton")
    assert (elmton["day"], elmton["from"]) == ("2019-05-03", "unknown") and elmton["probability"] >= 0.6
    assert claims["capture asserts"].id in elmton["claims"] and elmton["to"] not in ("unknown", "")
    rows = list(
        csv.DictReader(io.StringIO(ask(built, "control", "--changes", "--since", "2019-05", "--csv").stdout))
    )
    assert [row["day"] for row in rows] == [row["day"] for row in found]
    place = ask(built, "control", "--changes", "--place", "Elmton")
    assert "2019-05-03\tElmton\tunknown" in place.stdout and "week" not in place.stderr
    assert ask(built, "control", "--changes", "--until", "2018").stderr.startswith("nothing changed hands")
    assert ask(built, "control", "--changes", "--on", "2019-05-03", "--side", elmton["to"]).stdout.count(
        "Elmton"
    )


def test_cli_control_of_a_place_quotes_the_claims_and_says_why_it_is_unknown(built):
    page = ask(built, "control", "--place", "Elmton", "--on", "2019-05-03").stdout
    assert (
        "quotes for" in page and "Northern forces captured Elmton, killing 12 soldiers (Morning Post" in page
    )
    done = ask(built, "control", "--place", "Elmton", "--on", "2018-01-01")
    assert (
        "claims of control, but none decides on that day" in done.stderr
        and "known from 2019-05-03" in done.stderr
    )
    assert len(done.stderr.splitlines()) == 1  # neither "nothing fits" nor "nothing names it" beside it
    assert "1 planned or supposed" in ask(built, "control", "--place", "Oakham", "--on", "2018-01-01").stderr
    west = ask(built, "control", "--place", "West Shire", "--on", "2018-01-01").stderr
    assert "unknown" in west


def test_cli_show_cuts_no_id_short(built):
    _, incidents = find_ids(built)
    page = ask(built, "show", "Elmton").stdout
    assert incidents["capture disputed"].id in page


def test_cli_decide_shows_at_once_and_can_be_undone(own):
    claims, _ = find_ids(own)
    claim = claims["shelling asserts"]
    done = ask(own, "decide", "reject", claim.id, "--who", "rana", "--why", "a misreading")
    assert "version 2" in done.stdout
    assert claim.id not in ask(own, "claims").stdout and claim.id in ask(own, "claims", "--rejected").stdout
    listed = json.loads(ask(own, "decide", "list", "--json").stdout)["rows"]
    assert [(one["who"], one["verdict"], one["state"]) for one in listed] == [("rana", "reject", "stands")]
    ask(own, "decide", "undo", listed[0]["id"], "--who", "omar")
    assert claim.id in ask(own, "claims").stdout
    assert "taken back" in ask(own, "decide", "list").stdout
    assert ask(own, "verify").exit_code == 0


def test_cli_decide_split_and_merge_hold(own):
    _, incidents = find_ids(own)
    disputed = incidents["capture disputed"]
    ask(own, "decide", "split", disputed.id, disputed.claims[0], "--who", "rana")
    with Record.open(own) as record:
        parts = {record.claim(claim).incident for claim in disputed.claims}
    assert len(parts) == 2
    ask(own, "decide", "merge", *parts, "--who", "rana")
    with Record.open(own) as record:
        assert len({record.claim(claim).incident for claim in disputed.claims}) == 1
    assert run("decide", "split", disputed.id, *disputed.claims, "--record", own).exit_code == 2


def test_cli_forget_and_build_again(own):
    done = run("forget", "post.txt", "--record", own)
    assert done.exit_code == 0 and "forgotten" in done.stderr
    assert "post.txt" not in ask(own, "documents").stdout
    assert ask(own, "verify").exit_code == 0


def test_cli_erase_leaves_no_word_behind(own):
    claims, _ = find_ids(own)
    ask(own, "decide", "reject", claims["capture plans"].id, "--who", "rana", "--later")
    asked = run("erase", "post.txt", "--why", "court order 7", "--record", own, input="n\n")
    assert (
        asked.exit_code == 130
        and "nothing was erased" in asked.stderr
        and "post.txt" in ask(own, "documents").stdout
    )
    done = run("erase", "post.txt", "--why", "court order 7", "--record", own, "--yes")
    assert done.exit_code == 0 and "1 decision quoted it" in done.stdout
    assert "post.txt" not in ask(own, "documents").stdout
    words = b"killing 12 soldiers"
    files = [path for path in own.rglob("*") if path.is_file()]
    assert not [path for path in files if words in path.read_bytes() or b"will capture" in path.read_bytes()]
    assert sorted(path.name for path in (own / "versions").iterdir()) == ["2"]
    assert ask(own, "verify").exit_code == 0


def test_cli_erase_names_the_copies_that_stay(own, tmp_path):
    text = (own.parent / "copy.txt").write_text(
        "Evening Star | 3 May, 2019\n\n"
        + "Northern forces captured Elmton, killing 12 soldiers, said the garrison. " * 2
    )
    again = tmp_path / "again.txt"
    again.write_bytes((own.parent / "copy.txt").read_bytes() + b"\n")
    assert text and run("build", own.parent / "copy.txt", again, "--record", own, "-q").exit_code == 0
    done = run("erase", "copy.txt", "--why", "by law", "--record", own, "--yes")
    assert done.exit_code == 0 and "still in the record" in done.stderr


def test_cli_erase_finds_what_was_forgotten_and_every_state_of_it(own):
    file = own.parent / "post.txt"
    file.write_text("Morning Post | 9 May, 2019\n\nNorthern forces shelled Oakham with rockets.\n")
    assert run("build", file, "--record", own, "-q").exit_code == 0
    # Two files of one name: the name alone does not say which is meant.
    done = run("erase", "post.txt", "--why", "by law", "--record", own, "--yes")
    assert done.exit_code == 2 and "2 sources have this name" in done.stderr
    file.write_text("Morning Post | 9 May, 2019\n\nA correction: no rocket fell on the town of Oakham.\n")
    assert run("build", file, "--record", own, "-q").exit_code == 0
    assert run("forget", file, "--record", own, "-q").exit_code == 0
    done = run("erase", file, "--why", "by law", "--record", own, "--yes")
    assert done.exit_code == 0 and done.stdout.count("Erased ") == 2, done.output
    files = [path.read_bytes() for path in own.rglob("*") if path.is_file()]
    assert not [data for data in files if b"with rockets" in data or b"A correction" in data]
    assert "post.txt" in ask(own, "documents").stdout  # the other file of that name
    assert ask(own, "verify").exit_code == 0


def test_cli_erase_leaves_no_older_version_where_the_newest_stays_as_it_is(own):
    assert run("forget", "post.txt", "--record", own, "-q").exit_code == 0
    digest = next(e.content_hash for e in Archive(own / "archive").events if e.source == "post.txt")
    done = run("erase", digest[:12], "--why", "by law", "--record", own, "--yes")
    assert done.exit_code == 0, done.output
    assert [path.name for path in (own / "versions").iterdir()] == ["2"]  # version 1 held its words


def test_cli_verify_exits_1_with_a_list(own):
    file = next((own / "archive").glob("*.warc.gz"))
    file.write_bytes(file.read_bytes()[:-1])
    done = run("verify", "--record", own)
    assert done.exit_code == 1 and str(file) in done.stdout and "wrong" in done.stderr


def test_cli_diff_lists_what_changed(own):
    ask(own, "forget", "letter.txt", "--quiet")
    rows = json.loads(ask(own, "diff", "1", "2", "--json").stdout)["rows"]
    assert ("documents", "removed") in {(row["table"], row["change"]) for row in rows}
    assert {row["change"] for row in rows} == {"removed"}


def test_cli_export_and_report_write_what_was_asked(built, tmp_path):
    ask(built, "export", "--format", "claims", "--out", tmp_path / "c.jsonl", "--kind", "shelling")
    rows = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text().splitlines()]
    assert {row["kind"] for row in rows} == {"shelling"} and len(rows) == 2
    ask(built, "export", "--format", "geojson", "--out", tmp_path / "i.geojson")
    assert json.loads((tmp_path / "i.geojson").read_text())["type"] == "FeatureCollection"
    ask(built, "report", "--out", tmp_path / "r.html")
    assert "killing 12 soldiers" in (tmp_path / "r.html").read_text()


def test_cli_a_hostile_report_cannot_command_the_terminal(own, tmp_path):
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(
        "Morning\x1b]0;owned\x07 Post | 5 May, 2019\n\nThe \x1b[31mreport\u202e says that on this day\n\n"
        "Northern forces captured Oakham, killing 3 soldiers.\n"
    )
    done = run("build", hostile, "--record", own)
    assert done.exit_code == 0, done.output
    pages = [done.output, ask(own, "show", "hostile.txt").output, ask(own, "documents").output]
    pages.append(ask(own, "claims").output)
    for page in pages:
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(page)


def test_cli_a_first_build_that_reads_nothing_leaves_no_record(own, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "lost.txt").symlink_to("nowhere.txt")
    (tmp_path / "broken.warc.gz").write_bytes(gzip.compress(bytes(range(256)) * 9))
    done = run("build", "empty.txt", "lost.txt", "broken.warc.gz", "--record", "new")
    assert done.exit_code == 2 and "nothing was read, so no record was made" in done.stderr
    assert "empty.txt: is empty" in done.stderr
    assert "lost.txt: is a link to nowhere.txt, which is not there" in done.stderr
    noise = next(line for line in done.stderr.splitlines() if "broken.warc.gz: breaks off" in line)
    assert "\\x" not in noise and noise.isprintable()
    assert not (tmp_path / "new").exists()
    # A folder that was there stays, and a record that was begun keeps what it has.
    (tmp_path / "hollow").mkdir()
    assert run("build", "hollow", "--record", "hollow/../old").exit_code == 2
    assert not (tmp_path / "old").exists() and (tmp_path / "hollow").exists()
    before = sorted(own.rglob("*"))
    assert run("build", "empty.txt", "--record", own).exit_code == 0 and set(before) <= set(own.rglob("*"))


def test_cli_build_says_which_report_a_bad_sidecar_left_out(own, tmp_path):
    (tmp_path / "note.txt").write_text("This is a report of the day.\n\nNorthern forces shelled Elmton.\n")
    (tmp_path / "note.meta.yml").write_text("publishd: 2019-05-03\n")
    done = run("build", tmp_path / "note.txt", "--record", own)
    assert "unknown key 'publishd', so " in done.stderr and "note.txt was left out too" in done.stderr


def test_cli_build_says_which_pack_it_read_with(own):
    assert "pack island (The war on an invented island)" in run("build", "--record", own).stdout
    with Record.open(own) as record:
        assert (
            record.manifest["pack"]["named"] and record.manifest["title"] == "The war on an invented island"
        )


def test_cli_build_a_pack_that_nobody_named_is_announced_and_lends_no_title(own, tmp_path):
    (tmp_path / "note.txt").write_text("This is a report of the day.\n\nNorthern forces shelled Elmton.\n")
    done = run("build", tmp_path / "note.txt", "--record", tmp_path / "new")
    assert "none was named" in done.stdout and "--pack" in done.stdout, done.output
    with Record.open(tmp_path / "new") as record:
        assert record.manifest["title"] is None and not record.manifest["pack"]["named"]


def test_cli_build_a_language_that_nothing_reads_is_said(own, tmp_path):
    (tmp_path / "note.txt").write_text("This is a report of the day.\n\nNorthern forces shelled Elmton.\n")
    done = run("build", tmp_path / "note.txt", "--language", "fr", "--record", own)
    assert "reads en alone" in done.stderr and "note.txt (fr)" in done.stdout
    assert "Elmton" not in ask(own, "claims", "--source", "note.txt").stdout
    done = run("build", tmp_path / "note.txt", "--language", "EN-gb", "--record", own)
    assert "not coded" not in done.stdout and "reads en alone" not in done.stderr
    assert "Elmton" in ask(own, "claims", "--source", "note.txt").stdout


def test_cli_a_warning_of_a_pack_is_a_remark(own, tmp_path):
    import warnings

    from sijill.cli.app import Verb

    def warn():
        warnings.simplefilter("always")
        warnings.warn_explicit("'x' has an odd kind", UserWarning, "pack/actors.yml", 3)

    done = CliRunner().invoke(Verb("warn", callback=warn), [])
    assert done.exit_code == 0 and done.stderr == "pack/actors.yml:3: 'x' has an odd kind\n"


def test_cli_unread_inputs_are_told_by_the_build_and_listed_on_request(own, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    assert "not read: " in run("build", tmp_path / "empty.txt", "--record", own).stderr
    done = ask(own, "documents", "--json")
    assert done.stderr == ""
    assert "1 input could not be read; --unread" in ask(own, "documents").stderr
    rows = json.loads(ask(own, "documents", "--unread", "--json").stdout)["rows"]
    assert [row["problem"] for row in rows] == ["is empty"]
    assert "listed above" not in ask(own, "forget", "letter.txt").stdout


def test_cli_decide_list_says_when_nothing_was_decided(built):
    assert "no decision yet" in ask(built, "decide", "list").stderr


def test_cli_figures_fold_what_one_origin_says_again(own, tmp_path):
    wire = "Evening Star | 4 May, 2019\n\n" + "Northern forces shelled Oakham, killing 30 soldiers.\n"
    (tmp_path / "again.txt").write_text(wire + "It is the same report of the same day, with a line more.\n")
    assert run("build", tmp_path / "again.txt", "--record", own, "-q").exit_code == 0
    shown = json.loads(ask(own, "figures", "--kind", "shelling", "--json").stdout)["rows"]
    full = json.loads(ask(own, "figures", "--kind", "shelling", "--copies", "--json").stdout)["rows"]
    thirty = [row["repeat"] for row in full if row["origin_low"] == 30]
    assert sorted(thirty, key=str) == [None, thirty[0] or thirty[1]] and len(thirty) == 2
    assert [row["repeat"] for row in shown if row["origin_low"] == 30] == [None]
    assert "folded: 1 figure that" in ask(own, "figures", "--kind", "shelling").stderr


def test_cli_build_says_what_to_do_next(own, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run("build", tmp_path / "empty.txt", "--record", own)
    assert done.exit_code == 0 and "empty.txt" in done.stderr and "Next:" in done.stdout
    quiet = run("build", "--record", own, "--quiet")
    assert quiet.exit_code == 0 and quiet.stdout == ""


def test_cli_explain_speaks_for_the_extractor(own):
    done = run("explain", "Northern forces captured Elmton")
    assert done.exit_code == 0 and "Elmton" in done.stdout


def list_commands(command=app, path=()):
    yield path, command
    for name in getattr(command, "list_commands", lambda _: [])(None):
        yield from list_commands(command.get_command(None, name), (*path, name))


@pytest.mark.parametrize("path", [path for path, _ in list_commands()], ids=" ".join)
def test_cli_every_verb_and_option_has_help(path):
    done = run(*path, "-h")
    assert done.exit_code == 0 and "Usage:" in done.output
    command = dict(list_commands())[path]
    assert command.help and command.help.strip()
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_cli_version_is_the_packages():
    from sijill import __version__

    assert run("--version").output.strip() == f"sijill {__version__}"
