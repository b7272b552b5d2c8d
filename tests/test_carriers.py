"""What looks across reports, cut into parts that are sent elsewhere: it comes to the same as in one piece."""

import pickle
from pathlib import Path

import pytest
from link_fakes import PACK, make_document

from sijill.control import compute_control
from sijill.link import Lookup, Origins, link_claims
from sijill.model import replace
from sijill.reconcile import reconcile_incidents

BENCH = Path(__file__).resolve().parent.parent / "bench"


class Post:
    """A carrier that sends each part, by itself, as bytes, as one would to another machine; it makes many small parts."""

    def __init__(self, size=40):
        self.size, self.sent = size, {}

    def count_parts(self, weight, worth):
        return max(1, weight // self.size)

    def run(self, work, parts, narrow, result=None):
        self.sent.setdefault(work.__name__, []).extend(pickle.dumps((work, narrow(*part))) for part in parts)
        found = []
        for posted in self.sent[work.__name__]:
            task, part = pickle.loads(posted)
            found.append(pickle.loads(pickle.dumps(task(*part))))
        return found


@pytest.fixture
def press(monkeypatch):
    """A country at war and what its invented press told, in documents and claims."""
    monkeypatch.syspath_prepend(str(BENCH))
    from scale.country import make_country
    from scale.press import make_record

    country = make_country(1)
    return country, *make_record(1500, country)


def derive_all(press, jobs):
    country, documents, claims = press
    linked, incidents = link_claims(claims, documents, country, gazetteer=country, jobs=jobs)
    figures = reconcile_incidents(incidents, linked, documents, country, jobs)
    return linked, incidents, figures, compute_control(linked, documents, country, country, jobs=jobs)


def test_carriers_parts_that_are_posted_come_to_the_same(press):
    post = Post()
    assert derive_all(press, post) == derive_all(press, 1)
    assert {name: len(parts) > 10 for name, parts in post.sent.items()} == dict.fromkeys(
        ("rate_pairs", "build_named", "reconcile_told", "run_some", "write_some"), True
    )


def test_carriers_no_part_holds_texts_or_all_claims(press):
    country, documents, claims = press
    documents = [replace(one, text="a word of the text") for one in documents]
    post = Post()
    derive_all((country, documents, claims), post)
    for work, parts in post.sent.items():
        assert not any(b"a word of the text" in part for part in parts), work
        assert all(sum(claim.id.encode() in part for claim in claims) < len(claims) / 2 for part in parts), (
            work
        )


def test_carriers_an_origin_is_the_same_without_the_other_documents():
    # copies of copies, and two texts that name each other as their source
    above = {"a": None, "b": "a", "c": "b", "d": "e", "e": "d", "f": "d", "g": "gone"}
    documents = [
        make_document(name, published=f"2020-05-0{at + 1}", copy_of=copied)
        for at, (name, copied) in enumerate(above.items())
    ]
    origins = Origins(documents, Lookup(PACK))
    for document in documents:
        alone = origins.narrow([document.id])
        assert alone.find_root(document.id) == origins.find_root(document.id)
        assert alone.is_copy(document.id) == origins.is_copy(document.id)
