"""Limits for tests that cannot take minutes."""

from __future__ import annotations

from bot.channels.pace import Limits, Window


def faster(limits: Limits, times: float, /) -> Limits:
    """The same rules with all windows shorter."""

    def shorter(windows: tuple[Window, ...]) -> tuple[Window, ...]:
        return tuple(Window(w.calls, w.seconds / times) for w in windows)

    return Limits(
        shorter(limits.token),
        shorter(limits.private),
        shorter(limits.group),
        reach_s=limits.reach_s,
        spread_s=limits.spread_s / times,
    )
