"""The running desk in a process of its own, whose clock runs faster: what ``newsdesk run`` does in a day, in a
minute or two.

    python -m tests.acceptance.desk_process BEGAN SPEED

BEGAN is the real instant (seconds since 1970) at which the fast clock showed the same.  Settings come from the
environment.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from bot.app import gathering_rules
from bot.cli.serving import serve
from bot.service import Periods
from config.settings import load_settings
from newsdesk.gather.decide import Pace
from newsdesk.ingest.politeness import Manners


def main() -> None:
    began, speed = float(sys.argv[1]), float(sys.argv[2])
    settings = load_settings()
    rules = gathering_rules(settings)
    rules = replace(
        rules,
        pace=Pace(min_s=300, max_s=3600),
        manners=Manners(pause_s=0.0),
        limits=replace(rules.limits, timeout_s=1.5),
    )
    serve(
        settings,
        said=lambda tally: print("ready", file=sys.stderr, flush=True),
        clock=lambda: datetime.fromtimestamp(began + (time.time() - began) * speed, UTC),
        periods=Periods(poll_s=0.3, due_s=0.1, housekeeping_s=5.0),
        rules=rules,
    )


if __name__ == "__main__":
    main()
