"""An invented press at the size of a long war: for measuring speed and memory, not for measuring who is right."""
