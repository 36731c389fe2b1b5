"""What Telegram allows one token, counted when a call arrives."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Rates:
    """Sliding windows; ``times`` makes all of them shorter.

    Attributes:
        burst: So many more a private chat may get at once before 1 a second holds.
        violations: Every call that was one too many: chat, instant, rule.
    """

    overall: int = 30
    per_group: int = 20
    burst: int = 0
    times: float = 1.0
    violations: list[tuple[int, float, str]] = field(default_factory=list)
    arrivals: list[tuple[float, int]] = field(default_factory=list)
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def arrived(self, chat: int, now: float, /) -> float:
        """Count a call that writes; how many seconds until one may come, 0.0 when this one may."""
        second, minute = 1.0 / self.times, 60.0 / self.times
        recent = self._chats[chat]
        self.arrivals.append((now, chat))
        rules = [("30 a second", self._all, self.overall, second)]
        if chat > 0:
            rules.append(("1 a second", recent, 1 + self.burst, second * (1 + self.burst)))
        else:
            rules.append(("1 a second", recent, 1 + self.burst, second * (1 + self.burst)))
            rules.append(("20 a minute", recent, self.per_group, minute))
        wait = 0.0
        for name, calls, limit, span in rules:
            inside = [at for at in calls if at > now - span]
            if len(inside) >= limit:
                self.violations.append((chat, now, name))
                wait = max(wait, inside[-limit] + span - now)
        if wait == 0.0:
            self._all.append(now)
            recent.append(now)
            while self._all[0] <= now - second:
                self._all.popleft()
            while recent[0] <= now - minute:
                recent.popleft()
        return wait
