"""Log lines hold no secret, whoever wrote it into them."""

from __future__ import annotations

import subprocess
import sys

from bot.logs import strike

TOKEN = "123456:ABC-very-secret"


def test_secrets_are_struck_out_of_every_kind_of_value():
    struck = strike([TOKEN])(
        None, "info", {"event": f"x {TOKEN}", "error": ValueError(TOKEN), "n": 3, "l": [TOKEN]}
    )
    assert TOKEN not in repr(struck)
    assert struck["n"] == 3


def test_the_bot_token_in_the_logs():
    """Tokens of our lines, of libraries' lines and of tracebacks are struck out at every level."""
    script = f"""
import logging, structlog
from bot.logs import configure_logging
configure_logging("debug", secrets=["{TOKEN}"])
structlog.get_logger("a").warning("send_failed", url="https://api.telegram.org/bot{TOKEN}/sendMessage")
logging.getLogger("httpx2").debug("GET https://api.telegram.org/bot{TOKEN}/getMe")
logging.getLogger("telegram").error("no answer from bot%s", "{TOKEN}")
try:
    raise ValueError("https://api.telegram.org/bot{TOKEN}/x")
except ValueError:
    structlog.get_logger("a").exception("work_failed")
    logging.getLogger("b").exception("oh")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "send_failed" in done.stderr
    assert done.stderr.count("Traceback") == 2
    assert done.stderr.count("[secret]") >= 4
    assert TOKEN not in done.stderr
    assert TOKEN not in done.stdout


def test_levels_below_the_setting_are_silent():
    script = """
import structlog
from bot.logs import configure_logging
configure_logging("warning")
structlog.get_logger("a").info("all_well")
structlog.get_logger("a").warning("look_here", feed=3)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "all_well" not in done.stderr
    assert "look_here" in done.stderr
    assert "feed=3" in done.stderr
