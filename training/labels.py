"""The label sets of the heads, in the order of their scores."""

KINDS = [
    "none",
    "clash",
    "ground_attack",
    "repelled_attack",
    "capture",
    "withdrawal",
    "handover",
    "held",
    "contested",
    "siege",
    "air_strike",
    "drone_strike",
    "shelling",
    "bombing",
    "chemical_attack",
    "violence_against_civilians",
    "abduction",
    "detention",
    "casualties",
    "equipment_loss",
    "weapons_surrender",
    "displacement",
    "evacuation",
    "negotiation",
    "agreement",
    "ceasefire",
    "ceasefire_violation",
    "mobilization",
    "statement",
    "protest",
    "aid",
    "looting",
    "other",
]
STANCES = ["asserts", "denies", "plans", "hypothetical"]
MARKS = ["hedged", "background"]
ROLES = ["actor", "target", "place", "origin", "destination", "time", "weapon", "figure", "speaker", "via"]
NAME_LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
TERMS = ["PER", "ORG", "LOC", "NAT", "TIME", "QUANTITY", "WEAPON"]
TERM_LABELS = ["O", *(f"{a}-{t}" for t in TERMS for a in "BI")]
