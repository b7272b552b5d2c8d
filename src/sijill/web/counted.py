"""What depends on a source, an actor or a place, counted by the database."""

from typing import Any

from ..record.served import ServedRecord

CONFIRMED = ("corroborated", "opposed_sides_agree")
GAINS = ("capture", "held", "repelled_attack")  # told of a side, they are good news for it
LOSSES = ("killed", "wounded", "captured")
SOURCE_COLUMNS = ("id", "name", "documents", "claims", "incidents", "alone", "disputed", "confirmed")
VOICE_COLUMNS = ("id", "name", "side", "claims", "incidents", "disputed", "confirmed")
ACTOR_COLUMNS = ("id", "name", "side", "claims", "incidents", "as_target")
PLACE_COLUMNS = ("id", "name", "incidents", "disputed", "first", "last", "states")


def list_outlets(record: ServedRecord) -> list[dict[str, Any]]:
    """The outlets, those with most claims first; `alone` are incidents that no other outlet tells."""
    rows = record.run(
        "WITH told AS (SELECT marks.key AS incident, count(*) AS outlets FROM memory.main.printed printed"
        " JOIN memory.main.marks marks ON marks.id = printed.incident GROUP BY 1)"
        " SELECT coalesce(d.publisher_id, d.publisher), mode(d.publisher ORDER BY d.publisher),"
        " count(DISTINCT d.id), count(c.id),"
        " count(DISTINCT c.incident), count(DISTINCT c.incident) FILTER (told.outlets = 1),"
        " count(DISTINCT c.incident) FILTER (i.status = 'disputed'),"
        f" count(DISTINCT c.incident) FILTER (i.grade IN {CONFIRMED})"
        " FROM documents d LEFT JOIN claims c ON c.document = d.id LEFT JOIN incidents i ON i.id = c.incident"
        " LEFT JOIN told ON told.incident = c.incident WHERE d.publisher IS NOT NULL GROUP BY 1 ORDER BY 4 DESC, 2"
    )
    return [dict(zip(SOURCE_COLUMNS, row, strict=True)) for row in rows]


def list_voices(record: ServedRecord, limit: int = 300) -> list[dict[str, Any]]:
    """The speakers that reports quote, those with most claims first."""
    rows = record.run(
        "SELECT coalesce(speaker_id, speaker), mode(speaker ORDER BY speaker),"
        " mode(speaker_side ORDER BY speaker_side), count(*), count(DISTINCT incident),"
        " count(DISTINCT incident) FILTER (i.status = 'disputed'),"
        f" count(DISTINCT incident) FILTER (i.grade IN {CONFIRMED})"
        " FROM claims LEFT JOIN incidents i ON i.id = claims.incident WHERE speaker <> 'publisher'"
        f" GROUP BY 1 ORDER BY 4 DESC, 2 LIMIT {limit:d}"
    )
    return [dict(zip(VOICE_COLUMNS, row, strict=True)) for row in rows]


def list_actors(record: ServedRecord) -> list[dict[str, Any]]:
    """The actors that the record's claims name and the pack knows, those with most claims first."""
    rows = record.run(
        "SELECT actor, coalesce(any_value(actors.name), mode(label ORDER BY label),"
        " mode(a.name ORDER BY a.name)), mode(a.side ORDER BY a.side), count(DISTINCT a.claim),"
        " count(DISTINCT claims.incident), count(DISTINCT a.claim) FILTER (role = 'target') FROM claim_actors a"
        " JOIN claims ON claims.id = a.claim LEFT JOIN actors ON actors.id = a.actor"
        " WHERE actor IS NOT NULL AND role IN ('actor', 'target') GROUP BY 1 ORDER BY 4 DESC, 2"
    )
    return [dict(zip(ACTOR_COLUMNS, row, strict=True)) for row in rows]


def list_places(record: ServedRecord) -> list[dict[str, Any]]:
    """The places where incidents are or that somebody held, those with most incidents first."""
    rows = record.run(
        "WITH held AS (SELECT place, mode(place_label ORDER BY place_label) AS label, count(*) AS states FROM control"
        " WHERE series = 'as_known' GROUP BY 1), been AS (SELECT place,"
        " mode(place_label ORDER BY place_label) AS label, count(*) AS n,"
        " count(*) FILTER (status = 'disputed') AS disputed, min(day_start) AS first,"
        " max(day_end) AS last FROM incidents WHERE place IS NOT NULL GROUP BY 1)"
        " SELECT coalesce(been.place, held.place), coalesce(been.label, held.label, been.place), coalesce(n, 0),"
        " coalesce(disputed, 0), first, last, coalesce(states, 0) FROM been FULL JOIN held ON held.place = been.place"
        " ORDER BY 3 DESC, 2"
    )
    return [dict(zip(PLACE_COLUMNS, row, strict=True)) for row in rows]


def measure_source(record: ServedRecord, claims: list[str]) -> dict[str, Any]:
    """How these claims stand beside the rest: alone, disputed, confirmed; and of whom they tell gains and losses.

    `gains` and `losses` list side, count here, share here, and the share in the whole record, so that a
    lean can be seen rather than asserted.
    """
    record.run("CREATE OR REPLACE TEMP TABLE own AS SELECT unnest(CAST(? AS VARCHAR[])) AS id", [claims])
    counted = record.run(
        "SELECT count(DISTINCT i.id), count(DISTINCT i.id) FILTER (i.origins <= 1),"
        " count(DISTINCT i.id) FILTER (i.status = 'disputed'),"
        f" count(DISTINCT i.id) FILTER (i.grade IN {CONFIRMED}), count(DISTINCT c.id) FILTER (c.stance = 'denies'),"
        " count(DISTINCT c.id) FILTER (c.hedged) FROM own JOIN claims c ON c.id = own.id JOIN incidents i ON i.id = c.incident"
    )[0]
    names = ("incidents", "alone", "disputed", "confirmed", "denials", "hedged")
    gains = (
        "SELECT side, claim FROM claim_actors JOIN claims ON claims.id = claim WHERE role = 'actor'"
        f" AND side IS NOT NULL AND kind IN {GAINS} AND stance = 'asserts'"
    )
    losses = f"SELECT side, claim FROM claim_figures WHERE side IS NOT NULL AND measure IN {LOSSES}"
    return {
        **dict(zip(names, counted, strict=True)),
        "gains": _share(record, gains),
        "losses": _share(record, losses),
    }


def _share(record: ServedRecord, query: str) -> list[tuple[str, int, float, float]]:
    rows = record.run(
        f"WITH told AS ({query}), here AS (SELECT side,"
        f" count(DISTINCT claim) AS n FROM told WHERE claim IN (SELECT id FROM own)"
        f" GROUP BY 1), every AS (SELECT side, count(DISTINCT claim) AS n FROM told GROUP BY 1)"
        " SELECT every.side, coalesce(here.n, 0), coalesce(here.n, 0) / greatest(sum(here.n) OVER (), 1),"
        " every.n / greatest(sum(every.n) OVER (), 1) FROM every LEFT JOIN here ON here.side = every.side"
        " ORDER BY 2 DESC, every.n DESC, 1 LIMIT 6"
    )
    return (
        [(side, count, float(here or 0), float(every or 0)) for side, count, here, every in rows]
        if rows and any(r[1] for r in rows)
        else []
    )
