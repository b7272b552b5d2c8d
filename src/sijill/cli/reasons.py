"""Why a place is said to be held so: the claims for and against with their quotes, or why none of them decides."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ..control.signals import AREA_KINDS, PRESENT
from ..model import Claim, ControlState
from ..record import Filters, Record
from .printing import clean_cell, say_count
from .wording import say_voice

LONGEST = 8  # claims shown of each state; the strongest come first


def list_reasons(record: Record, state: ControlState) -> list[str]:
    """The claims that drove the state, the strongest first: for or against, how much they weigh, and their quote."""
    lines = []
    for reason in state.reasons[:LONGEST]:
        claim = record.claim(reason.claim)
        if claim is None:
            continue
        side = "for" if reason.effect >= 0 else "against"
        weight = f"weight {reason.weight:.2f}, {round(reason.effect, 1) + 0.0:+.1f}"
        lines.append(f"{side} ({weight}): {reason.what}; {say_voice(claim)}, {claim.id}")
        lines.append(f"    {mark_stance(claim)}“{clean_cell(claim.quote)}”")
    return lines


def quote_reasons(record: Record, state: ControlState, speaking_for: bool) -> str:
    """The quotes for the state, or those against it, in one cell."""
    chosen = [one for one in state.reasons if (one.effect >= 0) == speaking_for]
    claims = [claim for one in chosen if (claim := record.claim(one.claim)) is not None]
    return " | ".join(
        f"{mark_stance(claim)}{clean_cell(claim.quote)} ({say_voice(claim)}, {claim.id})" for claim in claims
    )


def mark_stance(claim: Claim) -> str:
    """What stands before the quote of a claim that does not assert what its words say."""
    return "" if claim.stance == "asserts" else f"[{claim.stance}] "


def explain_unknown(
    record: Record, places: tuple[str, ...], on: str | None, sides: Iterable[str] = ()
) -> str:
    """Why nothing is said of who held the places: no claim of control, or how many there are and why none decides."""
    claims = find_control_claims(record, places)
    where = f"{', '.join(places)}{f' on {on}' if on else ''}"
    known = record.control(Filters(places=places, series="as_known"))
    if sides and known:
        return f"{where}: never known to be held by {', '.join(sides)}"
    more = ""
    if known:
        more = f"; it is known from {min(one.start for one in known)} to {max(one.end for one in known)}"
    if not claims:
        return f"{where}: unknown, no claim of the record says who held it{' then' if known else ''}{more}"
    reasons = Counter(why for claim in claims for why in find_reason(claim, on))
    said = ", ".join(f"{count} {why}" for why, count in reasons.items())
    day = "" if not on else " on that day"
    decide = "it does not decide" if len(claims) == 1 else "none decides"
    return f"{where}: unknown; {say_count(len(claims), 'claim')} of control, but {decide}{day} ({said}){more}"


def find_control_claims(record: Record, places: tuple[str, ...]) -> list[Claim]:
    """The claims that speak of who is in these places, of whatever stance."""
    everything = Filters(places=places, include_background=True)
    return [one for one in record.claims(everything) if one.kind in PRESENT | AREA_KINDS]


def find_reason(claim: Claim, on: str | None) -> Iterator[str]:
    """Why the claim decides nothing, in words that follow a number; always one."""
    day = claim.when.start or claim.when.end if claim.when else None
    if claim.stance in ("plans", "hypothetical"):
        yield "planned or supposed"
    elif claim.stance == "denies":
        yield "only a denial"
    elif day is None:
        yield "of no known day"
    elif on and day[: len(on)] > on[: len(day)]:
        yield "of a later day"
    elif on and (claim.document.published or "")[: len(on)] > on:
        yield "published later"
    elif claim.background and claim.kind not in PRESENT:
        yield "of long before"
    elif not claim.actors and not claim.targets:
        yield "without a side"
    else:
        yield "too weak, too old or against others as strong"
