"""Dates in running text: found with offsets, read with their precision, resolved against what anchors
them."""
