"""Slack's limits, counted over sliding windows: https://docs.slack.dev/apis/web-api/rate-limits."""

from collections import defaultdict
from dataclasses import dataclass, field

# Calls a minute.
TIERS = {
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.info": 50,
    "conversations.list": 20,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.join": 50,
    "chat.update": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "users.info": 100,
    "users.list": 20,
    "users.conversations": 50,
    "views.open": 100,
    "views.update": 100,
    "views.push": 100,
    "views.publish": 100,
    "reactions.add": 50,
}
# A second is counted from arrival to arrival; the way to the server takes not always the same time.
TOLERANCE = 0.05


@dataclass
class Rates:
    """One message a second and channel, and each method's tier a minute.

    Attributes:
        second: How long a second takes, for quick tests.
        violations: (method, channel, how many seconds too early) of each call over a limit.
    """

    second: float = 1.0
    violations: list[tuple[str, str, float]] = field(default_factory=list)
    _last: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: -1e9))
    _calls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def wait_s(self, method: str, channel: str, at: float) -> float:
        """How long a call has to wait that comes now; 0.0 when it may be made, and then it is counted."""
        wait = 0.0
        if method == "chat.postMessage":
            wait = self._last[channel] + self.second - at
            wait = wait if wait > self.second * TOLERANCE else 0.0
        elif method in TIERS:
            minute = 60 * self.second
            recent = self._calls[method] = [t for t in self._calls[method] if t > at - minute]
            if len(recent) >= TIERS[method]:
                wait = recent[-TIERS[method]] + minute - at
        if wait > 0:
            self.violations.append((method, channel, wait))
            return wait
        if method == "chat.postMessage":
            self._last[channel] = at
        else:
            self._calls[method].append(at)
        return 0.0
