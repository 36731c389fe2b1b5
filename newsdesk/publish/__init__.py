"""Publishing: from what was read since a channel's last confirmed brief to the messages that wait."""

from __future__ import annotations

from .due import Published, publish_due
from .failures import Failures
from .press import Press
from .upcoming import Upcoming, upcoming

__all__ = ["Failures", "Press", "Published", "Upcoming", "publish_due", "upcoming"]
