"""The embedded extractor: one small English parser and a grammar over its parses, offline, the same answer every time."""

from sijill.extract.embedded.extractor import EmbeddedExtractor

__all__ = ["EmbeddedExtractor"]
