"""What is slow the first time is done beforehand: no chat waits for it."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own: here all of it was used before.
_TIMED = """
import time
from datetime import UTC, datetime
from bot.talk.warm import warm
from bot.talk.spoken import zone_meant
from bot.talk.dates import in_english_window
from bot.texts import words
from summarizer.ask.window import find_window
{first}
begun = time.process_time()
uk = words("uk")
zone_meant("Lviv", uk)
now = datetime(2026, 5, 14, tzinfo=UTC)
find_window(in_english_window("since 12 May", uk, now), now)
uk.moment(now, "Europe/Kyiv")
print(time.process_time() - begun)
"""


def seconds(first):
    code = _TIMED.format(first=first)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_the_first_words_of_a_chat_take_no_time():
    cold, warmed = seconds(""), seconds("warm()")
    assert warmed < 0.05
    assert warmed < cold / 4
