"""`sijill link`: the weights are refitted to what people decided, shown, and taken back."""

import json
import shutil

import pytest
from click.testing import CliRunner
from record_world import built_world, install_extractor

from sijill.cli.app import app
from sijill.link.weights import load_shipped
from sijill.record import Record, append_decision
from sijill.record.decisions import address_claim
from sijill.run import BuildOptions, build_record
from sijill.run.models import list_models, read_model, read_used


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    with built_world(folder) as record:
        again = folder / "again.txt"
        again.write_text("Evening Star | 4 May, 2019\n\nOn that day Northern forces shelled Oakham.\n")
        build_record([again], BuildOptions(record=str(record), jobs=1))
        yield record


@pytest.fixture
def own(built, tmp_path, monkeypatch):
    """A copy of the record, for a test to change."""
    install_extractor(monkeypatch.setattr)
    return shutil.copytree(built, tmp_path / "record")


def run(*args, code=0):
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == code, done.output
    return done


def decide(record, verdict, *claims):
    """A decision on claims of the record, logged."""
    with Record.open(record) as opened:
        found = [opened.claim(one) for one in claims]
        target = {"claims": [address_claim(one, opened.document(one.document.id)) for one in found]}
    append_decision(record, "rana", verdict, target)


def pick_pair(record, *, rule):
    """Two asserted claims of the record that training can learn from, or that a rule keeps apart."""
    from sijill.run.training import train_links

    with Record.open(record) as opened:
        told = [one.id for one in opened.claims() if one.stance == "asserts"]
    for one in told:
        for other in told:
            if one < other:
                shutil.rmtree(record / "decisions", ignore_errors=True)
                decide(record, "split", one, other)
                found = train_links(record)
                if bool(found.ruled_out) == rule:
                    shutil.rmtree(record / "decisions")
                    return one, other
    raise AssertionError("the world has no such pair")


def test_cli_link_train_needs_decisions(own):
    done = run("link", "train", "--record", own, code=2)
    assert "nobody has merged or split" in done.stderr and "decide merge" in done.stderr


def test_cli_link_train_refits_and_can_be_taken_back(own):
    pair = pick_pair(own, rule=False)
    decide(own, "split", *pair)
    before = {path.name: path.read_bytes() for path in (own / "decisions").iterdir()}
    dry = run("link", "train", "--record", own, "--dry-run").stdout
    assert "1 decision, 1 pair of claims" in dry and not list_models(own)
    done = run("link", "train", "--record", own).stdout
    assert "kept as model 1" in done and "link use shipped" in done
    model = read_model(own)
    assert read_used(own) == 1 and model.pairs == 1
    assert (
        model.weights["prior@-3"] < load_shipped().weights["prior@-3"]
    )  # two that shared a block were two events
    with Record.open(own) as record:
        assert record.manifest["linking"]["model"] == "1"
    rows = {
        one["level"]: one for one in json.loads(run("link", "show", "--record", own, "--json").stdout)["rows"]
    }
    assert rows["prior@-3"]["changed"] and not rows["where:meant@1"]["changed"]
    run("link", "use", "shipped", "--record", own)
    assert read_model(own) == load_shipped() and list_models(own) == [1]
    with Record.open(own) as record:
        assert record.manifest["linking"]["model"] == "shipped"
    run("link", "use", "1", "--record", own, "--later")
    assert read_model(own) == model
    assert {path.name: path.read_bytes() for path in (own / "decisions").iterdir()} == before


def test_cli_link_train_tells_of_pairs_that_a_rule_settles(own):
    decide(own, "merge", *pick_pair(own, rule=True))
    found = json.loads(run("link", "train", "--record", own, "--json", "--dry-run").stdout)
    assert found["pairs"] == 0 and len(found["ruled_out"]) == 1 and found["changed"] == []
    assert found["model"]["weights"] == load_shipped().weights


@pytest.mark.parametrize("name, told", [("7", "there is no such model"), ("best", "is no model")])
def test_cli_link_use_of_what_is_not_there(own, name, told):
    assert told in run("link", "use", name, "--record", own, code=2).stderr


def test_cli_link_a_damaged_model_is_told_with_the_remedy(own):
    decide(own, "split", *pick_pair(own, rule=False))
    run("link", "train", "--record", own, "--later")
    (own / "link" / "1.json").write_text("{")
    done = run("build", "--record", own, code=2)
    assert "1.json" in done.stderr and "link use shipped" in done.stderr
    run("link", "use", "shipped", "--record", own)
