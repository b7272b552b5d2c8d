"""Sijill: a sourced record of an armed conflict, built from reports that contradict each other."""

__version__ = "0.1.0"
