# ruff: noqa: E501 - queries that make a record read best in one piece
"""How fast the web app answers over a large record, on this machine.

`python bench/measure_web.py FOLDER [--claims 1000000]` makes an invented record of that many claims in FOLDER (once; by
SQL, so that it takes a minute and not an hour), serves it on the loopback address and prints medians. With `--record DIR`
it measures a record that is there. `--readers 50 --seconds 60` also lets so many readers ask at once.
"""

import argparse
import asyncio
import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import httpx

from sijill.model import (
    ActorRef,
    Claim,
    ControlReason,
    ControlState,
    Document,
    DocumentRef,
    ExtractorRef,
    Figure,
    Incident,
    Origin,
    OriginFigure,
    PlaceRef,
    Reconciled,
    When,
    to_json,
)
from sijill.record.folder import serve_version, versions_path
from sijill.record.schema import TABLES

KINDS = ("clash", "shelling", "air_strike", "capture", "held", "casualties", "evacuation", "statement")
PLACES = 3000
OUTLETS = 120
DAYS = 3000
WORDS = ("forces", "shelled", "the", "northern", "road", "and", "mill", "at", "dawn", "killing", "soldiers", "near", "bridge", "market",
         "school", "river", "hill", "tower", "field", "gate")  # fmt: skip


def sql_text(record) -> str:
    """The record as JSON in a string of SQL, its marks to be replaced row by row."""
    return "'" + to_json(record).decode().replace("'", "''") + "'"


def fill(template: str, **marks: str) -> str:
    """SQL that puts the row's own values in the place of the marks."""
    for mark, value in marks.items():
        template = f"replace({template}, '@{mark}@', {value})"
    return template


def make_record(root: Path, claims: int, places: int) -> None:
    """A record of an invented war as version 1: all of it by SQL over ranges."""
    folder = versions_path(root) / "1"
    folder.mkdir(parents=True)
    (root / "archive").mkdir(exist_ok=True)
    incidents, documents = claims * 2 // 5, claims // 10
    print(f"making {claims:,} claims, {incidents:,} incidents, {documents:,} documents …", flush=True)
    database = duckdb.connect(str(folder / "record.duckdb"))
    for table, columns in TABLES.items():
        database.execute(
            f'CREATE TABLE "{table}" (' + ", ".join(f'"{n}" {k}' for n, k in columns.items()) + ")"
        )
    claim = Claim(
        id="@id@", document=DocumentRef(id="@doc@", source="@doc@.txt", publisher="@pub@", published="@day@", language="en"), kind="@kind@",
        quote="@quote@", start=11, end=12, speaker=ActorRef(name="publisher"), actors=(ActorRef(name="@side@ army", id="army-@side@", side="@side@"),),
        places=(PlaceRef(name="@place@", id="@place@", label="@place@", lat=11.5, lon=22.5, precision=1),),
        when=When(start="@day@", end="@day@", precision="day"), figures=(Figure(measure="killed", who="soldiers", low=3, high=3),),
        extractor=ExtractorRef(name="bench", version="1"), incident="@inc@", confidence=0.7,
    )  # fmt: skip
    incident = Incident(
        id="@id@", kind="@kind@", status="reported", title="@kind@ in @place@ by the @side@ army, @day@", when=claim.when,
        place=claim.places[0], actors=claim.actors, claims=("@c0@", "@c1@"), grade="single_source",
        origins=(Origin(id="o-@id@", label="@pub@", claims=("@c0@", "@c1@"), documents=("@doc@",)),),
    )  # fmt: skip
    document = Document(
        id="@id@",
        content_hash="0" * 64,
        source="@id@.txt",
        text="",
        language="en",
        publisher="@pub@",
        title="Report @id@",
        published="@day@",
    )
    figure = Reconciled(incident="@inc@", measure="killed", who="soldiers", low=3, high=3, best=None, status="single_source",
                        figures=(OriginFigure(origin="o-@inc@", label="@pub@", low=3, high=3, qualifier="exact", claim="@c0@"),))  # fmt: skip
    state = ControlState(place_id="@place@", place="@place@", start="@day@", end="@end@", series="as_known", holder="@side@",
                         probabilities={"@side@": 0.9}, reasons=(ControlReason(claim="@c0@", weight=0.8, effect=1.0, what="@kind@"),), lat=11.5, lon=22.5)  # fmt: skip

    def numbers(text: str, lat: str, lon: str) -> str:
        return f"replace(replace({text}, '11.5', CAST({lat} AS VARCHAR)), '22.5', CAST({lon} AS VARCHAR))"

    database.execute(
        "CREATE TEMP TABLE place AS SELECT range AS n, 'p' || range AS id, round(10 + 15 * ((range * 7919) % 10007) / 10007.0, 4) AS lat,"
        f" round(20 + 20 * ((range * 104729) % 10009) / 10009.0, 4) AS lon FROM range({places})"
    )
    database.execute(
        f"CREATE TEMP TABLE incident AS SELECT i.range AS n, 'i-' || lpad(to_hex(i.range), 16, '0') AS id, {list(KINDS)}[i.range % {len(KINDS)} + 1] AS kind,"
        f" ['north', 'south', 'east'][i.range % 3 + 1] AS side, strftime(DATE '2012-01-01' + CAST((i.range * 31) % {DAYS} AS INTEGER), '%Y-%m-%d') AS day,"
        f" place.id AS place, lat, lon, 'Outlet ' || (i.range % {OUTLETS}) AS pub, 'd-' || lpad(to_hex(i.range % {documents}), 16, '0') AS doc,"
        " 'c-' || lpad(to_hex(i.range * 5 // 2), 16, '0') AS c0, 'c-' || lpad(to_hex(i.range * 5 // 2 + 1), 16, '0') AS c1"
        f" FROM range({incidents}) i JOIN place ON place.n = (i.range * 17 + i.range // 97) % {places}"
    )
    words = ", ".join(f"'{word}'" for word in WORDS)
    quote = " || ' ' || ".join(
        f"[{words}][(c.range * {step} + {step}) % {len(WORDS)} + 1]" for step in (3, 5, 7, 11, 13, 17, 19, 23)
    )
    database.execute(
        f"CREATE TEMP TABLE claim AS SELECT c.range AS n, 'c-' || lpad(to_hex(c.range), 16, '0') AS cid, {quote} AS quote, incident.*"
        f" FROM range({claims}) c JOIN incident ON incident.n = least(c.range * 2 // 5, {incidents - 1})"
    )
    body = "string_agg(quote, '. ' ORDER BY n)"
    database.execute(
        f"CREATE TEMP TABLE body AS SELECT doc, any_value(pub) AS pub, min(day) AS day, {body} AS text, count(*) AS n FROM claim GROUP BY doc"
    )
    database.execute(
        "INSERT INTO documents SELECT doc, doc || '.txt', pub, replace(lower(pub), ' ', '_'), 'Report ' || doc, NULL, day, 'en', NULL, NULL, 'text/plain',"
        f" repeat('0', 64), length(text), NULL, '', text, {fill(sql_text(document), id='doc', pub='pub', day='day')} FROM body"
    )
    json_claim = numbers(
        fill(sql_text(claim), id="cid", doc="doc", pub="pub", day="day", kind="kind", quote="quote", side="side", place="place", inc="id"),
        "lat", "lon",
    )  # fmt: skip
    database.execute(
        "INSERT INTO claims SELECT cid, doc, kind, CASE WHEN n % 20 = 0 THEN 'denies' ELSE 'asserts' END, false, n % 25 = 0, quote, 11, 12, 'publisher',"
        f" NULL, NULL, NULL, day, day, 'day', NULL, NULL, id, 0.3 + (n % 70) / 100.0, NULL, {json_claim} FROM claim"
    )
    database.execute(
        "INSERT INTO claim_actors SELECT cid, 'actor', side || ' army', 'army-' || side, side, side || ' army', side || ' army' FROM claim"
    )
    database.execute(
        "INSERT INTO claim_actors SELECT cid, 'speaker', 'publisher', NULL, NULL, NULL, 'publisher' FROM claim"
    )
    database.execute(
        "INSERT INTO claim_places SELECT cid, 'location', place, place, place, lat, lon, 1, NULL, place FROM claim"
    )
    database.execute(
        "INSERT INTO claim_figures SELECT cid, 'killed', 'soldiers', 3, 3, 'exact', NULL, 'incident', false, side FROM claim WHERE n % 3 = 0"
    )
    json_incident = numbers(
        fill(
            sql_text(incident),
            id="id",
            kind="kind",
            place="place",
            side="side",
            day="day",
            c0="c0",
            c1="c1",
            pub="pub",
            doc="doc",
        ),
        "lat",
        "lon",
    )
    database.execute(
        "INSERT INTO incidents SELECT id, kind, CASE WHEN n % 30 = 0 THEN 'disputed' WHEN n % 11 = 0 THEN 'planned' ELSE 'reported' END, kind || ' in ' || place,"
        " CASE WHEN n % 40 = 0 THEN NULL ELSE day END, CASE WHEN n % 40 = 0 THEN NULL ELSE day END, 'day', place, place, lat, lon,"
        f" CASE WHEN n % 5 = 0 THEN 'corroborated' ELSE 'single_source' END, false, n % 23 = 0, 2, 1, {json_incident} FROM incident"
    )
    database.execute("INSERT INTO incident_claims SELECT id, cid FROM claim")
    database.execute(
        "INSERT INTO incident_actors SELECT id, 'actor', side || ' army', 'army-' || side, side, side || ' army' FROM incident"
    )
    database.execute("INSERT INTO incident_places SELECT id, place, place, place FROM incident")
    database.execute(
        f"INSERT INTO figures SELECT id, 'killed', 'soldiers', 3, 3, NULL, 'single_source', 'incident', 'sijill', {fill(sql_text(figure), inc='id', pub='pub', c0='c0')}"
        " FROM incident WHERE n % 3 = 0"
    )
    states = numbers(
        fill(
            sql_text(state),
            place="id",
            day="day",
            end="stop",
            side="side",
            c0="'c-0000000000000000'",
            kind="'held'",
        ),
        "lat",
        "lon",
    )
    database.execute(
        f"INSERT INTO control SELECT id, id, day, stop, 'as_known', side, day, NULL, {states} FROM (SELECT place.*, ['north', 'south', 'east', 'contested']"
        "[(n + s.range) % 4 + 1] AS side, strftime(DATE '2012-01-01' + CAST(s.range * 300 AS INTEGER), '%Y-%m-%d') AS day,"
        " strftime(DATE '2012-01-01' + CAST(s.range * 300 + 299 AS INTEGER), '%Y-%m-%d') AS stop FROM place, range(10) s)"
    )
    database.execute(
        "INSERT INTO sides SELECT unnest(['north', 'south', 'east']), unnest(['North', 'South', 'East']), unnest(['North', 'South', 'East'])"
    )
    place = '\'{"id":"@id@","kind":"town","lat":11.5,"lon":22.5,"name":"@id@"}\''
    database.execute(
        f"INSERT INTO places SELECT id, id, 'town', NULL, lat, lon, {numbers(fill(place, id='id'), 'lat', 'lon')} FROM place"
    )
    database.execute("INSERT INTO names SELECT 'places', id, id, id, id, id FROM place")
    database.execute(
        "INSERT INTO names SELECT 'sides', id, name, lower(name), lower(name), lower(name) FROM sides"
    )
    index = sqlite3.connect(folder / "search.sqlite")
    index.execute("PRAGMA journal_mode=OFF")
    index.execute(
        "CREATE VIRTUAL TABLE search USING fts5(words, document UNINDEXED, claim UNINDEXED, start UNINDEXED, stop UNINDEXED,"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    cursor = database.execute(
        "SELECT quote || CASE WHEN n % 5000 = 0 THEN ' zeppelin' ELSE '' END, doc, cid, 11, 12 FROM claim"
    )
    while rows := cursor.fetchmany(50_000):
        index.executemany("INSERT INTO search VALUES (?,?,?,?,?)", rows)
    index.commit()
    index.close()
    database.close()
    manifest = {
        "version": 1,
        "title": "An invented war",
        "sides": {key: {"name": key, "label": key.title()} for key in ("north", "south", "east")},
        "rows": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    serve_version(root, 1)


def read_work(pid: int) -> float:
    """Seconds of processor time that a process has used: what an answer costs, however busy the machine is."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure_pages(address: str, rounds: int, pid: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds by the clock and of work for each kind of question, none asked twice: nothing is answered from what was kept."""
    draw = random.Random(7)
    times: dict[str, list[tuple[float, float]]] = {}
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:

        async def ask(name: str, path: str) -> httpx.Response:
            begun, work = time.perf_counter(), read_work(pid)
            answer = await client.get(path, headers={"accept": "text/html"})
            times.setdefault(name, []).append((time.perf_counter() - begun, read_work(pid) - work))
            assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
            return answer

        await ask("first page with facets and list", "/incidents")
        await ask("first map and timeline", "/overview.json")
        rows = json.loads((await client.get("/overview.json")).text)
        print(
            f"  marks on the first map: {len(rows['marks']):,}; compressed page {len((await client.get('/overview.json')).content):,} bytes uncompressed"
        )
        ids = [mark["only"] for mark in rows["marks"] if mark["only"]]
        listed = (await client.get("/incidents?page=3", headers={"accept": "text/html"})).text
        ids += [part.split('"')[0] for part in listed.split('data-id="')[1:]]
        for number in range(rounds):
            since = f"{draw.randint(2012, 2018)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
            filters = {
                "kind": f"kind={draw.choice(KINDS)}&since={since}", "side": f"side={draw.choice(['north', 'south', 'east'])}&since={since}",
                "place": f"place=p{draw.randrange(PLACES)}&since={since}", "source": f"source=Outlet+{draw.randrange(OUTLETS)}&since={since}",
                "words": f"q=zeppelin&since={since}", "common words": f"q={draw.choice(WORDS)}+{draw.choice(WORDS)}&since={since}",
                "days": f"since={since}&until={since[:4]}-12-31",
            }  # fmt: skip
            for name, text in filters.items():
                await ask(f"filter by {name}: list and facets", f"/incidents?{text}")
                await ask(f"filter by {name}: map and timeline", f"/overview.json?{text}")
            west, south = draw.uniform(20, 35), draw.uniform(10, 20)
            box = f"{west:.2f},{south:.2f},{west + 5:.2f},{south + 4:.2f}"
            await ask("map moved to", f"/overview.json?z=7&box={box}&since={since}")
            await ask("dossier", f"/incidents/{ids[number % len(ids)]}?n={number}")
            await ask("control on a day", f"/control?on={since}")
            await ask("claims", f"/claims?since={since}")
            await ask("place", f"/places/p{draw.randrange(PLACES)}?n={number}")
    return times


async def measure_readers(address: str, readers: int, seconds: float) -> tuple[list[float], int]:
    """Seconds of each answer while so many readers go about, and how many answers were errors."""
    until, times, errors = time.monotonic() + seconds, [], 0
    async with httpx.AsyncClient(
        base_url=address, timeout=60, limits=httpx.Limits(max_connections=readers)
    ) as client:
        listed = (await client.get("/incidents", headers={"accept": "text/html"})).text
        ids = [part.split('"')[0] for part in listed.split('data-id="')[1:]]
        documents = [row["id"] for row in json.loads((await client.get("/documents.json")).text)["rows"][:40]]

        async def read(number: int) -> None:
            nonlocal errors
            draw = random.Random(number)
            while time.monotonic() < until:
                path = draw.choice([
                    "/incidents", "/overview.json", f"/incidents?kind={draw.choice(KINDS)}", f"/overview.json?kind={draw.choice(KINDS)}",
                    f"/incidents/{draw.choice(ids)}", f"/documents/{draw.choice(documents)}", "/control", "/claims", f"/claims?page={draw.randint(1, 4)}", "/sources",
                ])  # fmt: skip
                begun = time.perf_counter()
                answer = await client.get(path, headers={"accept": "text/html", "accept-encoding": "gzip"})
                times.append(time.perf_counter() - begun)
                errors += answer.status_code != 200
                await asyncio.sleep(draw.uniform(0.2, 1.0))  # a reader reads

        await asyncio.gather(*(read(number) for number in range(readers)))
    return times, errors


def main() -> None:
    """Makes or takes the record, serves it, measures, prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--record", type=Path)
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument(
        "--places", type=int, default=PLACES, help="above 3,000 the map counts cells; only for a new record"
    )
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--readers", type=int, default=0)
    options.add_argument("--seconds", type=float, default=60)
    given = options.parse_args()
    root = given.record or given.folder
    if not (root / "current").exists():
        begun = time.monotonic()
        make_record(root, given.claims, given.places)
        print(f"  made in {time.monotonic() - begun:.0f} s")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.monotonic()
    command = [
        sys.executable,
        "-c",
        "from sijill.cli import main; main()",
        "serve",
        "--record",
        str(root),
        "--port",
        str(port),
    ]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = served.stdout.readline().split("/  ")[0]
        print(f"  served after {time.monotonic() - begun:.1f} s")
        if given.rounds and not given.record:
            load = os.getloadavg()[0]
            print(f"  load of the machine {load:.1f} on {os.cpu_count()} cores")
            for name, pairs in asyncio.run(measure_pages(address, given.rounds, served.pid)).items():
                clock, work = zip(*pairs, strict=True)
                print(
                    f"  {name:<44} clock: median {1000 * statistics.median(clock):6.0f} ms, worst {1000 * max(clock):6.0f}"
                    f"   work: median {1000 * statistics.median(work):5.0f} ms, worst {1000 * max(work):5.0f}   n {len(pairs)}"
                )
        if given.readers:
            times, errors = asyncio.run(measure_readers(address, given.readers, given.seconds))
            times.sort()
            p95 = times[int(len(times) * 0.95)]
            print(
                f"  {given.readers} readers, {given.seconds:.0f} s: {len(times):,} answers, {errors} errors, "
                f"median {1000 * statistics.median(times):.0f} ms, p95 {1000 * p95:.0f} ms, worst {1000 * times[-1]:.0f} ms"
            )
    finally:
        served.terminate()
        served.wait(20)


if __name__ == "__main__":
    main()
