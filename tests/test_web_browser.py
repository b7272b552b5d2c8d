"""The app in a real browser: map, timeline and list as one, the address, the keyboard, a phone, right to left."""

import json
import re
import shutil
from urllib.parse import parse_qs, urlsplit

import h3
import pytest
from web_browser import (
    find_barriers,
    keep,
    measure_width,
    open_browser,
    open_context,
    serve_record,
    wait_for_scripts,
    wait_until,
)

pytest.importorskip("playwright", reason="playwright is not installed: pip install 'sijill[web-test]'")


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(browser, example_folder):
    with serve_record(example_folder / "demo-record") as found:
        yield found


@pytest.fixture
def open_page(browser, address):
    """A function that opens a path in a window of its own; the test fails where the page has an error or asks elsewhere."""
    contexts, problems = [], []

    def open_path(path, width=1400, height=900, **given):
        context = open_context(browser, viewport={"width": width, "height": height}, **given)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{path}: {error}"))
        page.on(
            "console", lambda said: problems.append(f"{path}: {said.text}") if said.type == "error" else None
        )
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((address, "blob:", "data:")) else problems.append(asked.url)
            ),
        )
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        if given.get("java_script_enabled", True):
            wait_for_scripts(page)
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert not problems


def wait_for_list(page, count):
    wait_until(
        page, "n => document.querySelector('.total b')?.textContent.startsWith(n + ' ')", arg=str(count)
    )


def read_total(page):
    return int(re.match(r"\d+", page.locator(".total b").inner_text())[0])


def query(page):
    return parse_qs(urlsplit(page.url).query)


PAGES = [
    "/incidents",
    "/control",
    "/claims",
    "/figures",
    "/documents",
    "/sources",
    "/actors",
    "/places",
    "/about",
    "/review",
    "/review?queue=log",
]


def list_deep(page, address):
    """One page of each kind that lists lead to."""
    rows = json.loads(page.request.get(f"{address}/incidents.json?status=disputed").text())["rows"]
    dossier = max(rows, key=lambda row: row["claims"])["id"]
    documents = json.loads(page.request.get(f"{address}/documents.json").text())["rows"]
    arabic = next(row["id"] for row in documents if row["language"] == "ar")
    return [
        f"/incidents/{dossier}",
        f"/documents/{arabic}",
        f"/documents/{max(documents, key=lambda row: row['claims'])['id']}",
        "/places/jobar",
        "/sources/orontes_agency",
        "/actors/syrian_government_forces",
        f"/review/incident/{dossier}",
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_browser_no_page_shuts_anybody_out(open_page, address, dark):
    page = open_page("/about", color_scheme="dark" if dark else "light")
    for path in [*(PAGES[:2] if dark else PAGES), *list_deep(page, address)]:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        wait_for_scripts(page)
        keep(page, f"{'dark' if dark else 'light'}{path.replace('/', '-').replace('?', '-')}"[:60])
        assert not find_barriers(page), path


@pytest.mark.parametrize("language", ["en", "ar"])
def test_browser_every_page_fits_a_phone(open_page, address, language):
    page = open_page("/about", width=375, height=740)
    for path in [*PAGES, *list_deep(page, address)]:
        page.goto(address + path + ("&" if "?" in path else "?") + f"lang={language}")
        keep(page, f"phone-{language}{path.replace('/', '-').replace('?', '-')}"[:60])
        wide, window = measure_width(page)
        assert wide <= window, (path, wide)


def test_browser_right_to_left_is_laid_out_so(open_page):
    page = open_page("/incidents?lang=ar")
    facets, results = page.locator("#facets").bounding_box(), page.locator("#results").bounding_box()
    assert facets["x"] > results["x"]
    assert (
        page.locator(".item a").first.is_visible() and "آذار" in page.locator(".item time").first.inner_text()
    )
    keep(page, "rtl-incidents")


def test_browser_the_list_reads_without_scripts(open_page):
    page = open_page("/incidents?kind=shelling", java_script_enabled=False)
    assert page.locator(".item").count() == read_total(page) > 0
    assert not page.locator("#map").is_visible()
    page.locator("input[name=kind][value=air_strike]").check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/incidents?*air_strike*")
    assert set(query(page)["kind"]) == {"shelling", "air_strike"}


def test_browser_a_choice_filters_map_timeline_and_list_and_back_undoes_it(open_page):
    page = open_page("/incidents")
    page.wait_for_selector(".pin")
    every = read_total(page)
    page.locator("input[name=kind][value=capture]").check()
    wait_until(page, "location.search.includes('kind=capture')")
    count = int(page.locator("li:has(> label > input[name=kind][value=capture]) .n").inner_text())
    wait_for_list(page, count)
    drawn = page.evaluate(
        "[...document.querySelectorAll('.pin text')].reduce((sum, one) => sum + Number(one.textContent), 0)"
    )
    assert 0 < drawn <= count
    assert page.locator("#days .bar").count() > 0
    page.locator("[data-facet=side] input").first.check()
    chosen = "document.querySelectorAll('.choices a[title]').length"
    wait_until(page, f"{chosen} === 2")  # the list is there, not only the address
    page.go_back()
    wait_until(page, f"{chosen} === 1")
    wait_for_list(page, count)
    assert page.locator("input[name=kind][value=capture]").is_checked()
    assert not page.locator("[data-facet=side] input").first.is_checked()
    page.go_back()
    wait_for_list(page, every)
    page.go_forward()
    wait_for_list(page, count)


def test_browser_an_address_opens_as_it_was(open_page):
    page = open_page(
        "/incidents?kind=shelling&since=2017-03-19&until=2017-03-22&by=side&axis=2017-03-10..2017-04-05#map=9/33.5/36.3"
    )
    page.wait_for_selector(".pin")
    assert page.locator("input[name=kind][value=shelling]").is_checked()
    assert page.locator("input[name=since]").input_value() == "2017-03-19"
    assert page.locator("#by").input_value() == "side"
    assert (
        page.locator("#days .shade").is_visible()
        and page.locator("#days .slice, #days [class*='c-']").count()
    )
    assert "#map=9" in page.url
    keep(page, "incidents-side")


def test_browser_a_highlight_is_seen_in_the_list_and_on_the_map(open_page, address):
    rows = json.loads(open_page("/about").request.get(f"{address}/overview.json").text())["marks"]
    only = next(mark["only"] for mark in rows if mark["only"])
    page = open_page(f"/incidents?highlight={only}")
    page.wait_for_selector(".pin")
    assert page.locator(f".item.lit[data-id={only}]").count() <= 1
    page.goto(
        f"{address}/incidents?highlight={only}&all=1&spot="
        + next(mark["id"] for mark in rows if mark["only"] == only)
    )
    page.wait_for_selector(".pin")
    assert page.locator(".item.lit").count() == 1


def test_browser_the_keyboard_moves_the_days(open_page):
    page = open_page("/incidents?axis=2017-03-10..2017-04-05")
    page.wait_for_selector("#days .brush")
    page.locator("#days .brush").focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, "location.search.includes('since=')")
    first = query(page)
    page.keyboard.press("Shift+ArrowRight")
    wait_until(page, "old => !location.search.includes('until=' + old)", arg=first["until"][0])
    wider = query(page)
    assert wider["since"] == first["since"] and wider["until"] > first["until"]
    page.keyboard.press("ArrowRight")
    wait_until(page, "old => !location.search.includes('since=' + old)", arg=wider["since"][0])
    page.keyboard.press("Home")
    wait_until(page, "!location.search.includes('since=')")


def test_browser_dragging_the_timeline_chooses_days(open_page):
    page = open_page("/incidents?axis=2017-03-10..2017-04-05")
    page.wait_for_selector("#days .bar")
    box = page.locator("#days").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20, steps=6)
    page.mouse.up()
    wait_until(page, "location.search.includes('since=')")
    chosen = query(page)
    assert chosen["since"] == ["2017-03-19"] and chosen["until"] == ["2017-03-23"]
    wait_until(page, "document.getElementById('time-words').textContent.includes('2017-03-19')")


def test_browser_a_mark_of_the_map_chooses_its_incidents(open_page):
    page = open_page("/incidents#map=13/33.525/36.33")
    page.wait_for_selector(".pin")
    pin = page.locator(".pin[data-spot^='at:']").first
    count = int(pin.locator("text").text_content())
    pin.click()
    wait_until(page, "location.search.includes('spot=')")
    wait_for_list(page, count)
    assert page.locator(".pin.chosen").count() == 1
    page.locator(".choices a[title]").first.click()
    wait_until(page, "!location.search.includes('spot=')")


def test_browser_search_finds_a_sentence(open_page):
    page = open_page("/incidents")
    page.locator("input[name=q]").fill("textile factory")
    wait_until(page, "location.search.includes('q=textile')")
    page.wait_for_selector(".choices")
    found = read_total(page)
    assert 0 < found < 60
    assert page.evaluate("document.activeElement.name") == "q"  # typing goes on
    page.locator(".item a").first.click()
    page.locator("#quotes figcaption a").first.click()
    page.wait_for_selector(".note-card.lit")
    assert page.locator(".text .q.lit").first.is_visible()
    keep(page, "document-at-a-claim")


def test_browser_control_plays_over_the_days_and_switches_the_series(open_page):
    page = open_page("/control?on=2017-03-20")
    page.wait_for_selector(".held-pin")
    assert page.locator("#day-words").inner_text() == "20 March 2017"
    before = page.evaluate("[...document.querySelectorAll('#held li')].map((one) => one.innerText)")
    page.locator("#day").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    wait_until(page, "document.getElementById('day-words').textContent !== '20 March 2017'")
    wait_until(page, "!location.search.includes('2017-03-20')")
    wait_until(
        page,
        "old => String([...document.querySelectorAll('#held li')].map((one) => one.innerText)) !== String(old)",
        arg=before,
    )
    page.get_by_role("link", name="With hindsight").click()
    wait_until(page, "location.search.includes('series=retrospective')")
    page.get_by_role("button", name="Play").click()
    wait_until(page, "document.getElementById('play').getAttribute('aria-pressed') === 'true'")
    page.get_by_role("button", name="Pause").click()
    keep(page, "control")
    # Patterns as well as colours: contested and unknown are told apart without hue.
    fills = page.evaluate(
        "[...document.querySelectorAll('.legend .spot')].map(one => getComputedStyle(one).fill)"
    )
    assert any("url" in fill for fill in fills) and len(set(fills)) >= 3


def test_browser_cells_of_a_large_record_open_by_keyboard(browser, example_folder):
    """Very many marks are cells of H3; what one holds comes apart on the way in, down to the marks themselves."""
    small = "import sijill.web.overview as one; one.MOST_SPOTS, one.FEW_SPOTS = 5, 4"
    with serve_record(example_folder / "demo-record", before=small) as address:
        page = open_context(browser, viewport={"width": 1400, "height": 900}).new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        for language in ("en", "ar"):
            page.goto(f"{address}/incidents?lang={language}")
            page.wait_for_selector(".pin.cell path.slice")
            page.wait_for_load_state("networkidle")
            assert page.locator(".pin").count() > 2  # the map holds all of them at first
            keep(page, f"cells-{language}")
            assert not find_barriers(page)
        page.goto(f"{address}/incidents?lang=en#map=8/33.6/36.5")
        page.wait_for_selector(".pin.cell")
        cell = page.locator(".pin.cell").first
        assert re.search(r"and around it: \d+ incidents", cell.get_attribute("title"))
        # Each is drawn as wide and where H3 has it.
        drawn = page.evaluate(
            """() => [...document.querySelectorAll('.pin.cell')].map((one) => {
              const { left, right } = one.querySelector('.disc').getBoundingClientRect();
              return [one.dataset.spot, left, right];
            })"""
        )
        frame = page.locator("#map canvas").bounding_box()
        scale = 512 * 2**8 / 360  # pixels of a degree of longitude
        for index, left, right in drawn:
            lons = [lon for _, lon in h3.cell_to_boundary(index)]
            middle = frame["x"] + frame["width"] / 2
            assert abs(middle + (min(lons) - 36.5) * scale - left) < 4
            assert abs(middle + (max(lons) - 36.5) * scale - right) < 4
        assert len(drawn) > 2
        cell.focus()
        page.keyboard.press("Enter")
        wait_until(page, "Number(location.hash.split('=')[1].split('/')[0]) > 9")
        page.goto(f"{address}/incidents?lang=en&n=2#map=15/33.5250/36.3360")
        page.wait_for_selector(".pin:not(.cell)")
        page.set_viewport_size({"width": 375, "height": 740})
        keep(page, "cells-phone")
        wide, window = measure_width(page)
        assert wide <= window and not problems


def test_browser_in_arabic_what_the_record_composed_is_arabic(open_page, address):
    page = open_page("/incidents?lang=ar")
    titles = page.locator(".item > a").all_inner_texts()
    assert len(titles) > 20
    # None is the English sentence: what is left of Latin letters are names in marks of their own.
    bare = [re.sub("\u2068[^\u2069]*\u2069", "", one) for one in titles]
    assert not [one for one in bare if re.search("[A-Za-z]", one)]
    named = json.loads(page.request.get(f"{address}/incidents.json?status=disputed").text())["rows"]
    page.goto(f"{address}/incidents/{max(named, key=lambda row: row['claims'])['id']}")
    page.wait_for_load_state("networkidle")
    for part in page.locator("#why li, .stands li, .figure-head").all_inner_texts():
        bare = re.sub("\u2068[^\u2069]*\u2069|c-[0-9a-f]+", "", part)
        assert not re.search(r"\b(the|and|of|origins?|killed|reported)\b", bare), part
    # Each line runs from right to left, also one that begins with a name in Latin letters.
    assert page.evaluate(
        "[...document.querySelectorAll('#why li')].every((one) => getComputedStyle(one).direction === 'rtl')"
    )


def test_browser_who_held_a_town_what_each_side_said_and_the_rows(open_page, address):
    """The way of a new user: from the map to the holder, the losses, the exact sentence and the export."""
    page = open_page("/control?on=2018-04-22")
    page.wait_for_selector(".held-pin")
    page.locator("#held").get_by_role("link", name="al-Dumayr", exact=True).click()
    page.wait_for_selector(".holding")
    page.locator(".holding summary").first.click()
    assert page.locator(".holding q").first.is_visible()
    page.goto(f"{address}/figures?place=jobar")
    assert page.locator("tbody tr").count() > 0
    page.locator("tbody a").first.click()
    page.locator("#quotes figcaption a").first.click()
    page.wait_for_selector(".text .q")
    with page.expect_download() as download:
        page.goto(f"{address}/claims?place=jobar")
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.startswith("claims-version-")


def test_browser_the_page_with_the_map_is_light(open_page, address):
    weights = []
    page = open_page("/about")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda told: weights.append(told["encodedDataLength"]))
    page.goto(f"{address}/incidents")
    page.wait_for_selector(".pin")
    page.wait_for_load_state("networkidle")
    # What the map's worker fetches is not told of the page, so it is weighed by itself.
    setup = page.evaluate("({ ...document.getElementById('instrument').dataset })")
    for path in (setup["worker"], setup["world"]):
        answer = page.request.get(address + path, headers={"accept-encoding": "gzip"})
        weights.append(int(answer.headers["content-length"]))
    assert 500_000 < sum(weights) < 1_500_000


def test_browser_review_by_keyboard_alone_and_a_claim_added_by_selecting_text(
    browser, example_folder, tmp_path
):
    record = tmp_path / "record"
    shutil.copytree(example_folder / "demo-record", record)
    with serve_record(record) as address:
        page = open_context(browser, viewport={"width": 1300, "height": 900}).new_page()
        page.goto(f"{address}/review")
        page.wait_for_selector(".case.current")
        for key, says in (("a", "accepted"), ("r", "rejected"), ("u", "Taken back")):
            page.keyboard.press(key)
            wait_until(page, "says => document.querySelector('.told')?.textContent.includes(says)", arg=says)
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.name") == "kind"
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        keep(page, "review")
        documents = json.loads(page.request.get(f"{address}/documents.json").text())["rows"]
        arabic = next(row["id"] for row in documents if row["language"] == "ar")
        page.goto(f"{address}/documents/{arabic}")
        wait_for_scripts(page)
        chosen = page.evaluate(
            """() => {
              const node = [...document.querySelectorAll('#text [data-start]')].find((one) => one.textContent.length > 200)
                .firstChild;
              const range = document.createRange();
              range.setStart(node, 120);
              range.setEnd(node, 170);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
              document.dispatchEvent(new Event('pointerup'));
              return range.toString();
            }"""
        )
        page.wait_for_selector("#add-claim:not([hidden])")
        page.select_option("#add-claim select[name=kind]", "air_strike")
        page.fill("#add-claim input[name=why]", "missed")
        keep(page, "add-claim")
        page.click("#add-claim button:not([type=button])")
        page.wait_for_selector(".note-card", timeout=300_000)  # the record is built meanwhile
        assert " ".join(page.locator(".note-card blockquote").inner_text().split()) == " ".join(
            chosen.split()
        )
        page.goto(f"{address}/review?queue=log")
        assert page.locator("tbody tr").count() == 4 and not find_barriers(page)
        page.close()
