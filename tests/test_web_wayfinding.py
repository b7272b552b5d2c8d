"""What a page says of what is chosen, and the ways on and back from it."""

import re

import pytest
from web_world import HTML, open_client


@pytest.fixture(scope="module")
def client(example_folder):
    return open_client(example_folder / "demo-record")


def read_fields(page):
    return {
        name: value
        for name, value in re.findall(r'<input type="date" name="(since|until)" value="([^"]*)"', page)
    }


@pytest.mark.parametrize("path", ["/claims", "/figures", "/incidents"])
def test_web_one_day_asked_for_stands_in_the_form_and_is_sent_again(client, path):
    given = read_fields(client.page(f"{path}?on=2017-03-20"))
    assert given == {"since": "2017-03-20", "until": "2017-03-20"}
    again = client.rows(f"{path}.json?since=2017-03-20&until=2017-03-20")
    assert again == client.rows(f"{path}.json?on=2017-03-20") and again
    assert read_fields(client.page(f"{path}?on=2017-02")) == {"since": "2017-02-01", "until": "2017-02-28"}


def test_web_control_of_one_place_shows_that_place_and_says_so(client):
    def held(query):
        page = client.page(f"/control?on=2018-04-25{query}")
        return page, set(re.findall(r'<li data-place="([^"]+)"', page))

    page, places = held("&place=Dumair")
    assert places and places == {
        row["place_id"] for row in client.rows("/control.json?on=2018-04-25&place=Dumair")
    }
    assert places < held("")[1]
    assert 'name="place" value="Dumair"' in page and 'title="Show all places"' in page
    assert "place=Dumair" in re.search(r'href="(/control\?series=retrospective[^"]*)"', page)[1]
    packed = client.get("/control/states.json?place=Dumair").json()["places"]
    assert {one["id"] for one in packed} >= places and len(packed) < 5
    assert client.get("/control?place=nowhereatall", headers=HTML).status_code == 400


def test_web_a_problem_leads_back_to_the_view_that_was_asked_for(client):
    def back(path, **headers):
        answer = client.get(path, headers={**HTML, **headers})
        assert answer.status_code in (400, 404)
        return re.search(r'problem-page.*?<a href="([^"]+)">', answer.text, re.DOTALL)[1]

    assert back("/control?on=31-31-31") == "/control"
    assert back("/claims?since=never") == "/claims"
    base = client.base
    assert back("/claims?since=never&q=a", referer=f"{base}/claims?q=a") == "/claims?q=a"
    assert back("/claims?since=never", referer="https://elsewhere.example/claims?q=a") == "/claims"
    assert back("/claims?since=never", referer=f"{base}/claims?since=never") == "/claims"
    assert back("/nothing") == "/incidents"


@pytest.mark.parametrize(("path", "columns"), [("/claims", 5), ("/figures", 5)])
def test_web_every_cell_of_a_row_that_becomes_a_card_says_what_it_is(client, path, columns):
    page = client.page(path)
    row = re.search(r"<tbody>\s*<tr>(.*?)</tr>", page, re.DOTALL)[1]
    assert len(re.findall(r'<td[^>]* data-label="[^"]+"', row)) == columns
    assert row.count("<td") == columns + 1


def test_web_arabic_pages_keep_the_order_of_who_said_it_through_whom(client):
    page = client.page("/claims?lang=ar")
    assert "→ via" not in page and '<span class="arrow"> ← عبر </span>' in page
    chain = re.search(r"<bdi>[^<]+</bdi><span class=\"arrow\"> ← عبر </span><bdi>[^<]+</bdi>", page)
    assert chain
    place = client.page("/places/jobar?lang=ar")
    cells = re.findall(r"<td><svg.*?</svg>(.*?)</td>", place, re.DOTALL)
    assert cells and all("<bdi>" in cell or re.search("[ء-ي]", cell) for cell in cells)
    client.page("/claims?lang=en")


def test_web_arabic_pages_call_places_as_the_pack_does_in_arabic(client):
    assert "<h1><bdi>جوبر</bdi></h1>" in client.page("/places/jobar?lang=ar")
    assert ">جوبر</bdi>" in client.page("/incidents?lang=ar") and ">جوبر</bdi>" in client.page(
        "/claims?lang=ar"
    )
    assert ">الضمير</a>" in client.page("/control?on=2018-04-22&lang=ar")
    assert "<h1><bdi>Jobar</bdi></h1>" in client.page("/places/jobar?lang=en")
