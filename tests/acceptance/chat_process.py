"""The running desk in a process of its own, whose clock is set from outside: what ``newsdesk run`` does.

    python -m tests.acceptance.chat_process CLOCK

CLOCK is a file that holds seconds to be added to the real time.  Settings come from the environment.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import gathering_rules
from bot.cli.serving import serve
from bot.service import Periods
from config.settings import load_settings
from newsdesk.gather.decide import Pace
from newsdesk.ingest.politeness import Manners


def main() -> None:
    path = Path(sys.argv[1])
    settings = load_settings()
    rules = replace(gathering_rules(settings), pace=Pace(min_s=1, max_s=2), manners=Manners(pause_s=0.0))
    serve(
        settings,
        said=lambda tally: print("ready", file=sys.stderr, flush=True),
        clock=lambda: datetime.now(UTC) + timedelta(seconds=float(path.read_text() or 0)),
        periods=Periods(poll_s=0.5, due_s=0.2, housekeeping_s=60.0, settle_s=2.0),
        rules=rules,
    )


if __name__ == "__main__":
    main()
