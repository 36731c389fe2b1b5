"""``python -m bot.cli``: the command line without an installed script."""

from __future__ import annotations

from .main import main

main()
