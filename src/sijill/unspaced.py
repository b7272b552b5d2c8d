"""Where words may begin and end in scripts that set no spaces between them: at the edge of a syllable."""

# Burmese: a syllable does not begin with a stacked consonant, and goes on through signs and a consonant that is closed.
SYLLABLE_START = r"(?<!\u1039)"
SYLLABLE_END = r"(?![\u102b-\u103e]|[\u1000-\u1021]\u1037?[\u1039\u103a])"
