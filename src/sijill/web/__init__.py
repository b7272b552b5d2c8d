"""The web app: a record as pages, tables and a map, and the desk where people decide; `sijill serve` starts it."""

from .server import build_app, serve
from .settings import Settings

__all__ = ["Settings", "build_app", "serve"]
