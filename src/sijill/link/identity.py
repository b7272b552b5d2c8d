"""Ids that stay: an incident keeps its id through rebuilds, and a retired id redirects."""

from collections.abc import Sequence

from ..model import Incident, hash_text


def name_groups(
    groups: Sequence[tuple[str, frozenset[str]]], previous: Sequence[Incident]
) -> list[tuple[str, tuple[str, ...]]]:
    """For each group (its first claim's id, all its claims' ids): its incident id and the ids it retires.

    A group takes the id of the earlier incident of which it holds at least half the claims (the one with most
    in common first); any other earlier incident that mostly went into it is retired and redirects to it.
    """
    home = {claim: number for number, (_, members) in enumerate(groups) for claim in members}
    offers: list[tuple[int, str, int, Incident]] = []
    for incident in previous:
        counts: dict[int, int] = {}
        for claim in incident.claims:
            if claim in home:
                counts[home[claim]] = counts.get(home[claim], 0) + 1
        for number, shared in counts.items():
            if 2 * shared >= len(incident.claims):
                offers.append((-shared, incident.id, number, incident))
    names: dict[int, str] = {}
    retired: dict[int, set[str]] = {}
    kept: set[str] = set()
    for _, name, number, incident in sorted(offers, key=lambda offer: offer[:3]):
        if name in kept:
            continue
        if number not in names:
            names[number] = name
            kept.add(name)
            retired.setdefault(number, set()).update(incident.supersedes)
        else:
            retired.setdefault(number, set()).update((name, *incident.supersedes))
    taken = set(names.values()) | {incident.id for incident in previous}
    result = []
    for number, (first, _) in enumerate(groups):
        name = names.get(number)
        if name is None:
            name = find_free_name(first, taken)
            taken.add(name)
        result.append((name, tuple(sorted(retired.get(number, set()) - kept - {name}))))
    return result


def find_free_name(first: str, taken: set[str]) -> str:
    """An id from the earliest claim's, moved on when an earlier build gave it to another incident."""
    attempt = 0
    while (name := "i-" + hash_text(first, *([attempt] if attempt else []))) in taken:
        attempt += 1
    return name
