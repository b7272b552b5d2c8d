"""The last stage: a record as files that other people and programs can read."""

from sijill.publish.claims import write_claims
from sijill.publish.formats import write_format
from sijill.publish.geojson import write_geojson
from sijill.publish.report import write_report

__all__ = ["write_claims", "write_format", "write_geojson", "write_report"]
