"""What Sijill is measured against: the last claim, the majority of a window, and the same model with equal trust in all.

An answer is, by place and day, the chances of the classes (each side, and fought over or split), and whether a holder is named.
"""

from dataclasses import dataclass

import numpy as np

from fronts.press import FakeGazetteer, make_pack
from fronts.world import BEGINS, CONTESTED, SIDES, World
from sijill.control import compute_control
from sijill.control.chain import SIDE_LEAVES
from sijill.link.days import read_day
from sijill.model import Claim, Document

CLASSES = CONTESTED + 1
WINDOW = 60
FOUGHT = CONTESTED
AS_KNOWN, RETROSPECTIVE = "as_known", "retrospective"
LEAVES = ("handover", "withdrawal", "evacuation", "weapons_surrender")


@dataclass(frozen=True)
class Answer:
    chances: np.ndarray  # place × day × class
    named: np.ndarray  # place × day


@dataclass(frozen=True)
class Vote:
    place: int
    day: int  # of the event
    known: int
    says: int


def ask_sijill(
    world: World, documents: list[Document], claims: list[Claim], leanings: bool = True
) -> dict[str, Answer]:
    """What `compute_control` answers, by series; without leanings everybody is trusted alike."""
    states = compute_control(claims, documents, make_pack(world, leanings), FakeGazetteer(world))
    shape = world.state.shape
    answers = {
        series: Answer(np.full((*shape, CLASSES), 1 / CLASSES), np.zeros(shape, bool))
        for series in (AS_KNOWN, RETROSPECTIVE)
    }
    given = {series: np.zeros(shape, bool) for series in answers}
    number = {world.name(place): place for place in range(shape[0])}
    for state in states:
        if state.place_id not in number:
            continue
        place, answer = number[state.place_id], answers[state.series]
        first, last = (max(0, read_day(day) - BEGINS) for day in (state.start, state.end))
        row = np.array([state.probabilities.get(side, 0.0) for side in SIDES] + [0.0])
        row[FOUGHT] = state.probabilities.get("contested", 0.0) + state.probabilities.get("divided", 0.0)
        answer.chances[place, first : last + 1] = row / row.sum()
        answer.named[place, first : last + 1] = state.holder != "unknown"
        given[state.series][place, first : last + 1] = True
    return {series: carry_on(answer, given[series]) for series, answer in answers.items()}


def carry_on(answer: Answer, given: np.ndarray) -> Answer:
    """The answer with the last state carried on through days for which none is given, fading as the model's sides do.

    The rivals' last words are carried on too; otherwise silence would count against Sijill alone.
    """
    even = 1 / CLASSES
    for day in range(1, given.shape[1]):
        silent = ~given[:, day]
        before = answer.chances[silent, day - 1]
        answer.chances[silent, day] = even + (before - even) * (1 - SIDE_LEAVES)
    return answer


def list_votes(world: World, claims: list[Claim]) -> list[Vote]:
    """The dated assertions that name a holder, one vote for each place they reach."""
    number = {world.name(place): place for place in range(len(world.points))}
    votes = []
    for claim in claims:
        says = read_vote(claim)
        if says is None or claim.stance != "asserts" or claim.when is None:
            continue
        known = read_day(claim.document.published) - BEGINS
        day = read_day(claim.when.end) - BEGINS
        name = claim.places[0].id
        inside = [number[name]] if name in number else np.flatnonzero(world.cluster == int(name[8:])).tolist()
        votes += [Vote(place, min(day, known), known, says) for place in inside]
    return votes


def read_vote(claim: Claim) -> int | None:
    """The class that a claim names."""
    if claim.kind == "contested" or (
        claim.kind in ("capture", "held") and claim.extent not in (None, "whole")
    ):
        return FOUGHT
    refs = claim.targets if claim.kind in LEAVES else claim.actors
    if claim.kind in ("capture", "held", "repelled_attack", *LEAVES) and refs:
        return SIDES.index(refs[0].side)
    return None


def ask_last_claim(world: World, votes: list[Vote], series: str) -> Answer:
    """The last word, by publication or, in hindsight, by the day it speaks of; as sure as it is right in this very run."""
    chances = np.full((*world.state.shape, CLASSES), 1 / CLASSES)
    named = np.zeros(world.state.shape, bool)
    for vote in sorted(
        votes, key=lambda one: (one.known, one.day) if series == AS_KNOWN else (one.day, one.known)
    ):
        start = vote.known if series == AS_KNOWN else max(0, vote.day)
        chances[vote.place, start:], named[vote.place, start:] = np.eye(CLASSES)[vote.says], True
    right = (chances.argmax(axis=2) == np.minimum(world.state, FOUGHT))[named].mean()
    rest = (1 - right) / (CLASSES - 1)
    return Answer(np.where(named[..., None], rest + (right - rest) * chances, chances), named)


def ask_majority(world: World, votes: list[Vote], series: str) -> Answer:
    """The share of the votes in a window of days: those before, or in hindsight those around; else the last that had any."""
    counts = np.zeros((*world.state.shape, CLASSES))
    for vote in votes:
        if series == AS_KNOWN:
            counts[vote.place, vote.known : vote.known + WINDOW, vote.says] += 1
        else:
            counts[
                vote.place, max(0, vote.day - WINDOW // 2) : max(0, vote.day + WINDOW // 2), vote.says
            ] += 1
    named = counts.sum(axis=2) > 0
    for day in range(1, counts.shape[1]):
        silent = ~named[:, day]
        counts[silent, day] = counts[silent, day - 1] > counts[silent, day - 1].max(axis=1, keepdims=True) - 1
    return Answer((counts + 0.5) / (counts + 0.5).sum(axis=2, keepdims=True), counts.sum(axis=2) > 0)
