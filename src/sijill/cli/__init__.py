"""The command line: `sijill VERB …`; every verb drives the stages and says what it did."""

from .app import main

__all__ = ["main"]
