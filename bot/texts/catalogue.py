"""Reads the languages from their folders, each once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from .words import Entry, Words

ENGLISH = "en"


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that there are, English first."""
    found = {entry.name for entry in files(__package__).iterdir() if entry.is_dir() and entry.name.isalpha()}
    return (ENGLISH, *sorted(found - {ENGLISH}))


def words(language: str = ENGLISH, /) -> Words:
    """The words of a language, "de" for "de-AT" or "de_AT"; English where there is no such language."""
    code = language.lower().replace("_", "-").partition("-")[0]
    return _words(code if code in languages() else ENGLISH)


@cache
def _words(code: str) -> Words:
    return Words(code, load(code), spare=None if code == ENGLISH else _words(ENGLISH))


def load(code: str, /) -> dict[str, Entry]:
    """Every text of a language by "<section>.<key>", as it stands in the files.

    Raises:
        ValueError: A value is neither a string nor a table of strings.
    """
    texts: dict[str, Entry] = {}
    for file in sorted(files(__package__).joinpath(code).iterdir(), key=lambda f: f.name):
        section, dot, suffix = file.name.partition(".")
        if (dot, suffix) != (".", "toml"):
            continue
        for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items():
            texts[f"{section}.{key}"] = _entry(value, f"{code}/{file.name}: {key}")
    return texts


def _entry(value: object, where: str) -> Entry:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value and all(isinstance(form, str) for form in value.values()):
        return {str(category): str(form) for category, form in value.items()}
    raise ValueError(f"{where} is neither a text nor a table of plural forms")
