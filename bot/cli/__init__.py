"""The command line: ``newsdesk …``.  Each command imports what it needs when it is called."""

from __future__ import annotations

from .main import app, main

__all__ = ["app", "main"]
