"""The quick ways to run a place's days give what stepping through every single day gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_fakes import PACK, make_claim, make_document

from sijill.control.calendar import Calendar
from sijill.control.chain import Chain
from sijill.control.series import (
    LEAST_MASS,
    find_enough,
    hold_back,
    list_silences,
    measure_masses,
    pick_holders,
    run_as_known,
    run_hindsight,
    split_stretches,
)
from sijill.control.signals import read_signals
from sijill.link import Lookup, Origins

PAPERS = [
    make_document(f"p{day}", published=f"2020-{month:02}-{day:02}") for month in (1, 3) for day in (2, 9, 20)
]
CHAIN = Chain(["blue", "green", "red"])
SEEN = st.lists(
    st.tuples(
        st.sampled_from(["capture", "held", "withdrawal", "clash", "contested", "siege", "handover"]),
        st.sampled_from(["2020-01-01", "2020-01-08", "2020-01-19", "2020-03-01"]),
        st.sampled_from([None, 4, 40]),
        st.sampled_from(["red-army", "blue-front"]),
        st.sampled_from(["asserts", "asserts", "denies"]),
        st.sampled_from(PAPERS),
    ),
    min_size=1,
    max_size=5,
)


def make_stretches(seen):
    origins = Origins(PAPERS, Lookup(PACK))
    signals = []
    for at, (kind, day, lasts, by, stance, paper) in enumerate(seen):
        until = str(np.datetime64(day) + lasts) if lasts else None
        claim = make_claim(kind, paper, 40 * at, day=day, until=until, by=by, stance=stance)
        signals += read_signals(claim, ["alton"], origins)
    return split_stretches(sorted(signals, key=lambda one: (one.days.first, one.order, one.claim)), CHAIN)


def step_daily(calendar):
    """Each day's chances from all days before it, and the likelihood of all after it, one day at a time."""
    rows = np.empty((calendar.count, len(CHAIN.states)))
    after = np.ones_like(rows)
    for number in range(calendar.count):
        row = CHAIN.prior if not number else rows[number - 1] @ calendar.change_of(number)
        odds = calendar.odds_of(number)
        row = row if odds is None else row * odds
        rows[number] = row / row.sum()
    for number in range(calendar.count - 1, 0, -1):
        odds = calendar.odds_of(number)
        row = calendar.change_of(number) @ (after[number] if odds is None else after[number] * odds)
        after[number - 1] = row / row.sum()
    return rows, after


@settings(max_examples=40, deadline=None)
@given(SEEN)
def test_control_calendar_skips_silence_without_changing_a_day(seen):
    for stretch in make_stretches(seen):
        calendar = Calendar(CHAIN, stretch.first, stretch.last, stretch.signals)
        rows, after = step_daily(calendar)
        both = rows * after / (rows * after).sum(axis=1, keepdims=True)
        assert run_hindsight(stretch) == pytest.approx(both, abs=1e-9)
        known = run_as_known(stretch)
        for number in {0, 1, calendar.count // 2, calendar.count - 1}:
            told = [one for one in stretch.signals if one.known <= stretch.first + number]
            daily, _ = step_daily(Calendar(CHAIN, stretch.first, stretch.last, told))
            assert known[number] == pytest.approx(daily[number], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(SEEN, st.integers(0, 200))
def test_control_calendar_leaves_one_claim_out_as_if_it_were_not_there(seen, number):
    """A day without one claim is what the days without it give, but for what the claim says of the day before it."""
    for stretch in make_stretches(seen):
        calendar = Calendar(CHAIN, stretch.first, stretch.last, stretch.signals)
        number = min(number, calendar.count - 1)
        calendar.run_forward(calendar.count - 1)
        calendar.run_backward()
        for signal in stretch.signals:
            rest = [one for one in stretch.signals if one is not signal]
            rows, after = step_daily(Calendar(CHAIN, stretch.first, stretch.last, rest))
            assert calendar.rerun_forward(0, number, signal) == pytest.approx(rows[number], abs=1e-9)
            row = calendar.find_backward(number, signal)
            before = signal.before and signal.days.first - 1 - stretch.first > number
            if not before:
                row = row / row.sum()
                assert row == pytest.approx(after[number] / after[number].sum(), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(SEEN, st.lists(st.integers(0, 200), min_size=1, max_size=3))
def test_control_calendar_leaves_claims_out_together_as_one_by_one(seen, numbers):
    """What is kept of a claim left out stays right while further claims are added, whatever day is asked for."""
    for stretch in make_stretches(seen):
        calendar = Calendar(CHAIN, stretch.first, stretch.last)
        told = []
        for signal in sorted(stretch.signals, key=lambda one: one.known):
            calendar.add(signal)
            told.append(signal)
            fresh = Calendar(CHAIN, stretch.first, stretch.last, told)
            for number in (min(number, calendar.count - 1) for number in numbers):
                forward = calendar.run_forward(number)
                rows = calendar.leave_out(told, number, forward)
                fresh.run_forward(number)
                for row, one in zip(rows, told, strict=True):
                    first = one.days.first - stretch.first
                    alone = (
                        forward
                        if first > number + 1
                        else fresh.rerun_forward(min(first, number), number, one)
                    )
                    assert row / row.sum() == pytest.approx(alone / alone.sum(), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(SEEN, st.booleans())
def test_control_days_that_one_claim_bears_need_no_sum(seen, hindsight):
    for stretch in make_stretches(seen):
        days = np.arange(stretch.first, stretch.last + 1)
        summed = measure_masses(stretch, hindsight, days) >= LEAST_MASS
        assert find_enough(stretch, hindsight).tolist() == summed.tolist()


def test_control_silence_strengthens_no_holder_and_leads_to_nobody():
    rows = np.array(
        [[0.7, 0.1, 0.1, 0.05, 0.05], [0.8, 0.1, 0.05, 0.03, 0.02], [0.55, 0.2, 0.15, 0.05, 0.05]]
    )
    held = hold_back(rows, 0)
    assert held[:, 0].tolist() == [0.7, 0.7, 0.55] and held.sum(axis=1) == pytest.approx(np.ones(3))
    told = np.array([True, False, False])
    assert list_silences(told) == [(1, 3)]
    _, holder = pick_holders(rows, told, (np.ones(3, bool), np.zeros(5, int)), CHAIN)
    assert holder.tolist() == [0, 0, -1]
