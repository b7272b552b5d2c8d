"""Groups of kinds that the constructions ask for."""

STATES = frozenset({"held", "contested", "siege"})
MEANS = frozenset(
    {"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack", "violence_against_civilians"}
)
STRIKES = MEANS - {"violence_against_civilians"}
VIOLENT = MEANS | {"ground_attack", "clash", "repelled_attack", "casualties"}
