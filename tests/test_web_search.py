"""Words in the search box: a name finds its other spellings, in any script; an Arabic word its forms with particles."""

from contextlib import closing

import pytest
from web_world import open_client

from sijill.model import replace
from sijill.record import Filters, Record
from sijill.record.search import write_search
from sijill.record.wording import seek_claims, seek_documents


@pytest.fixture(scope="module")
def client(example_folder):
    return open_client(example_folder / "demo-record")


def find(client, table, **asked):
    text = "&".join(f"{name}={value}" for name, value in asked.items())
    return {row["id"] for row in client.rows(f"/{table}.json?all=1&{text}")}


@pytest.mark.parametrize(
    ("place", "spelling"),
    [
        ("qaboun", "Qabun"), ("qaboun", "al-Qaboun"), ("qaboun", "القابون"), ("qaboun", "بالقابون"), ("qaboun", "Qaboon"),
        ("jobar", "Jowbar"), ("jobar", "جوبر"), ("jobar", "وجوبر"),
    ],
)  # fmt: skip
def test_web_search_of_a_name_finds_what_is_told_of_the_place(client, place, spelling):
    for table in ("claims", "incidents"):
        there = find(client, table, place=place)
        assert len(there) > 5
        assert there <= find(client, table, q=spelling), table
    assert len(find(client, "claims", q=spelling)) < len(find(client, "claims")) / 3


def test_web_search_wants_every_word_and_takes_quoted_words_as_they_stand(client):
    both, quoted = find(client, "claims", q="killed Jowbar"), find(client, "claims", q='"Qabun"')
    assert both < find(client, "claims", q="killed") and both < find(client, "claims", q="Jobar")
    rows = {row["id"]: row["quote"] for row in client.rows("/claims.json?all=1")}
    assert quoted and all("qabun" in rows[one].lower() for one in quoted)
    assert not find(client, "claims", q="xyzzyplugh")
    # A common noun by which the pack knows somebody is a word like any other.
    assert all("soldiers" in rows[one].lower() for one in find(client, "claims", q="soldiers"))


def test_web_search_of_an_arabic_word_finds_it_behind_its_particles(example_folder, tmp_path):
    path = tmp_path / "search.sqlite"
    with (
        Record.open(example_folder / "demo-record") as record,
        closing(record._database.cursor()) as database,
    ):
        claim, document = record.claims(Filters())[0], record.documents()[0]
        quotes = ("سقطت قذيفة بالسوق القديم", "احترق السوق", "وللسوق باب", "شارع طويل")
        claims = [replace(claim, id=f"c-{n}", quote=quote) for n, quote in enumerate(quotes)]
        write_search(path, [replace(document, text="وبالسوق")], claims)
        for word in ("السوق", "والسوق", "بالسوق", "سوق"):
            assert seek_claims(database, path, word) == ["c-0", "c-1", "c-2"], word
        assert seek_claims(database, path, "السوق باب") == ["c-2"]
        assert seek_claims(database, path, '"السوق"') == ["c-1"]
        assert document.id in seek_documents(database, path, "السوق")
