"""How long a brief of three parts takes to hundreds of chats of Telegram, with and without faults.

The far end is the strict Bot API that the tests use; nothing leaves this machine.

python -m benchmarks.delivering [--calm] [--memory] [--times=1] [chats]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import structlog

from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore
from tests.acceptance.telegram_delivery import deliver

from .clock import resident_mb


def main(arguments: list[str]) -> None:
    """Print what a run came to, and everything that must not be."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    chats = next((int(a) for a in arguments if a.isdigit()), 500)
    times = next((float(a.partition("=")[2]) for a in arguments if a.startswith("--times=")), 1.0)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        store = MemoryStore() if "--memory" in arguments else open_store(url)
        outcome = asyncio.run(
            deliver(store, chats=chats, times=times, faults={} if "--calm" in arguments else None)
        )
    print(f"{chats} chats of three parts: {outcome}\n{resident_mb():.0f} MB")
    for sentence in outcome.wrong:
        print(sentence)


if __name__ == "__main__":
    main(sys.argv[1:])
