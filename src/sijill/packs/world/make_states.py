"""Writes actors.csv: the states of ISO 3166 that actors.yml does not have, and the armed forces of all.

    python src/sijill/packs/world/make_states.py

Names of states, in English and Arabic, are those of the package pycountry (LGPL; the codes and names of ISO 3166 and its
translations in iso-codes are facts); adjectives stand in demonyms.tsv. Territories without forces of their own are left out.
"""

import csv
import gettext
from pathlib import Path

import yaml

HERE = Path(__file__).parent
NOUNS = ("army", "military", "troops", "forces", "soldiers", "armed forces", "air force", "warplanes", "navy")
UNARMED = frozenset({"PS"})  # no armed forces of its own under that name
FIELDS = ("id", "name", "kind", "country", "parent", "forces", "names_en", "names_ar", "source")


def main() -> None:
    import pycountry  # only here: what is made of it is what ships

    own = {row["id"]: row for row in yaml.safe_load((HERE / "actors.yml").read_text(encoding="utf-8"))}
    states = {row["country"]: row for row in own.values() if row["kind"] == "state"}
    armed = {row.get("country") for row in own.values() if row["kind"] == "state_forces"}
    lines = (HERE / "demonyms.tsv").read_text(encoding="utf-8").splitlines()
    adjectives = {
        code: [a for a in words.split("|") if a]
        for code, _, words in (line.partition("\t") for line in lines)
    }
    arabic = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["ar"])
    rows = []
    for country in sorted(pycountry.countries, key=lambda one: one.alpha_2):
        code, known = country.alpha_2, states.get(country.alpha_2)
        if known is None and code not in adjectives:
            continue
        name = known["name"] if known else getattr(country, "common_name", country.name).split(",")[0]
        key = known["id"] if known else f"state_{code.lower()}"
        words = adjectives.get(code, []) if not known else _find_adjectives(known)
        forces = known.get("forces") if known else None if code in UNARMED else f"{key}_forces"
        if known is None:
            names = [*words, getattr(country, "official_name", ""), *(f"{word} government" for word in words)]
            names = [one for one in dict.fromkeys([*names, f"{name}'s government"]) if one and one != name]
            rows.append(
                {"id": key, "name": name, "kind": "state", "country": code, "forces": forces, "names_en": "|".join(names),
                 "names_ar": arabic.gettext(country.name) if arabic.gettext(country.name) != country.name else "",
                 "source": "ISO 3166"}
            )  # fmt: skip
        if code not in armed and forces:
            of = words or [f"{name}'s"]
            named = [f"{word} {noun}" for word in of for noun in NOUNS]
            named += [f"{owner} {noun}" for owner in (name, f"{name}'s") for noun in NOUNS[:4]]
            rows.append(
                {"id": forces, "name": f"{of[0]} armed forces", "kind": "state_forces", "country": code, "parent": key,
                 "names_en": "|".join(dict.fromkeys(named)), "source": "named after the state"}
            )  # fmt: skip
    with (HERE / "actors.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(len(rows), "rows")


def _find_adjectives(row: dict) -> list[str]:
    """The adjective of a state that actors.yml has: its first English name in one word that is no acronym."""
    names = [one for one in (row.get("names") or {}).get("en", []) if isinstance(one, str)]
    return [one for one in names if " " not in one and not one.isupper() and "." not in one][:1]


if __name__ == "__main__":
    main()
