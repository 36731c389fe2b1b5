"""Hundreds of Telegram chats get a brief of three parts, whatever happens on the way."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from newsdesk.model import DeliveryState
from newsdesk.store import open_store
from tests.servers.telegram import Fault

from .telegram_delivery import FAULTS, PARTS, Outcome, deliver


def run(tmp_path: Path, *, chats: int, **options: object) -> Outcome:
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    outcome = asyncio.run(deliver(store, chats=chats, **options))
    print(outcome)
    return outcome


def test_on_a_calm_day_everything_arrives_in_the_time_that_the_limits_ask_for(tmp_path):
    outcome = run(tmp_path, chats=50, times=2.0, faults={})
    assert outcome.wrong == []
    assert outcome.states == {DeliveryState.SENT: 50 * PARTS}
    assert all(parts == [1, 2, 3] for parts in outcome.arrived.values())
    assert (outcome.calls, outcome.violations) == (50 * PARTS, 0)
    # A short run has a long end: the last chat's parts come a second apart, with nothing to fill the time.
    assert outcome.took_s < outcome.allowed_s * 1.05 + (PARTS - 1)


def test_a_round_that_is_cut_off_gives_back_what_it_had_not_begun(tmp_path):
    """Only what was on its way at that moment is uncertain; nothing is lost, nothing comes twice."""
    outcome = run(tmp_path, chats=60, times=2.0, faults={}, cut_after_s=(0.7, 0.8, 0.9))
    assert outcome.wrong == []
    assert outcome.violations == 0
    uncertain = outcome.states[DeliveryState.UNCERTAIN]
    assert uncertain <= 12  # a handful for each cut, and never all that were claimed
    assert outcome.states == {DeliveryState.SENT: 60 * PARTS - uncertain} | (
        {DeliveryState.UNCERTAIN: uncertain} if uncertain else {}
    )


@pytest.mark.slow
def test_every_part_arrives_once_or_is_uncertain_in_order_and_within_the_limits(tmp_path):
    """500 chats with Telegram's own limits: private, groups, supergroups and topics of forums."""
    outcome = run(tmp_path, chats=500)
    assert outcome.wrong == []
    assert outcome.violations == 0
    assert outcome.busiest <= 30
    assert set(outcome.faults) == set(FAULTS)
    drops = outcome.faults[Fault.CUT_BEFORE] + outcome.faults[Fault.CUT_AFTER]
    assert outcome.states[DeliveryState.UNCERTAIN] == drops
    assert outcome.took_s <= outcome.allowed_s * 1.1
