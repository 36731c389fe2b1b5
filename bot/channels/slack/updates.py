"""The limit of ``chat.update``: 50 a minute for the whole workspace (tier 3), and none for a channel.

https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

from ..pace import Limits, Window

UPDATE = "chat.update"
UPDATES = Limits(token=(Window(50, 60.0),))
