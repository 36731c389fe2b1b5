"""Where files lie: the seeds, the configuration file."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent


def samples_dir() -> Path:
    """The sample articles, with their index."""
    return seeds_dir() / "articles"


def seeds_dir() -> Path:
    """The sample news: the folder inside an installed newsdesk package, or else the checkout's ``seeds/``.

    Raises:
        FileNotFoundError: Neither exists, so the installation is damaged.
    """
    # A checkout's newsdesk/ has no seeds/, and an editable installation finds that one.
    spec = importlib.util.find_spec("newsdesk")
    folders = [Path(p) / "seeds" for p in (spec.submodule_search_locations or ())] if spec else []
    for folder in (*folders, _CHECKOUT / "seeds"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("The sample news (seeds) is missing; install Newsdesk again.")


def default_registry() -> Path:
    """The actor registry that ships with the seeds."""
    return seeds_dir() / "actors.toml"


def config_file() -> Path | None:
    """The configuration file that counts: ``NEWSDESK_CONFIG``, ``./newsdesk.toml``, the user's own, or None.

    A file that ``NEWSDESK_CONFIG`` names is returned whether it exists or not, so that a wrong path is an
    error rather than silence.
    """
    if named := os.environ.get("NEWSDESK_CONFIG"):
        return Path(named).expanduser()
    home = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser()
    return next((p for p in (Path("newsdesk.toml"), home / "newsdesk" / "newsdesk.toml") if p.is_file()), None)
