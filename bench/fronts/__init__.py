"""A simulated war whose truth is known, the reports of it, and the ways to read them that Sijill is measured against."""
