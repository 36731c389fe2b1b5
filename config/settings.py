"""Reading the settings once, knowing where each came from, and explaining all that is wrong at once."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import get_args

from pydantic import SecretStr, ValidationError

from .errors import Problem, SettingsError
from .paths import config_file
from .schema import ENV_PREFIX, Settings

__all__ = ["Loaded", "Origin", "Settings", "SettingsError", "is_secret", "load", "load_settings"]

_FIELDS = Settings.model_fields
# Variables of ours that say how to run, not what to do: which file to read, and whether to print tracebacks.
_NOT_SETTINGS = frozenset({"NEWSDESK_CONFIG", "NEWSDESK_DEBUG"})


class Origin(StrEnum):
    """Where a value comes from, the strongest last."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings and how they came about.

    Attributes:
        origins: Of every setting, in the order of the documentation.
        file: The configuration file that was read, or None.
    """

    settings: Settings
    origins: Mapping[str, Origin]
    file: Path | None


def load(**overrides: object) -> Loaded:
    """Read the settings: command line, environment ``NEWSDESK_*``, TOML file, defaults, in this order.

    Args:
        overrides: What the command line says, by the setting's name; None means "not said".

    Raises:
        SettingsError: A value is wrong, a key is unknown, or the file cannot be read; lists all problems.
    """
    said = {k: v for k, v in overrides.items() if v is not None}
    file = config_file()
    table = _table(file) if file else {}
    origins = _origins(table, said)
    problems = list(_unknown_variables())
    try:
        settings = Settings(**said)  # type: ignore[arg-type]  # pydantic checks them, key by key
    except ValidationError as error:
        problems += [_problem(e["loc"], e["msg"], e["type"], origins, file) for e in error.errors()]
        raise SettingsError(tuple(problems)) from error
    if problems:
        raise SettingsError(tuple(problems))
    return Loaded(settings, {name: origins.get(name, Origin.DEFAULT) for name in _FIELDS}, file)


def load_settings(**overrides: object) -> Settings:
    """The settings alone, for those who need not know where they come from; see ``load``."""
    return load(**overrides).settings


def is_secret(name: str, /) -> bool:
    """True when the setting's value must never be shown."""
    return SecretStr in _parts(_FIELDS[name].annotation)


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _table(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        fault, advice = (
            f"cannot be read ({error.strerror})",
            "Correct NEWSDESK_CONFIG or the file's permissions.",
        )
        raise SettingsError((Problem(str(file), "file", fault, advice),)) from error
    except ValueError as error:  # not TOML, or not UTF-8
        fault, advice = f"is not TOML in UTF-8 ({error})", "A line reads like: max_bullets = 5"
        raise SettingsError((Problem(str(file), "file", fault, advice),)) from error


def _variables() -> dict[str, str]:
    """Variables with our prefix, by the setting's name; empty ones count as not set."""
    return {
        k[len(ENV_PREFIX) :].lower(): k
        for k, v in os.environ.items()
        if k.upper().startswith(ENV_PREFIX) and k not in _NOT_SETTINGS and v
    }


def _origins(table: Mapping[str, object], said: Mapping[str, object]) -> dict[str, Origin]:
    return {
        **dict.fromkeys(table, Origin.FILE),
        **dict.fromkeys(_variables(), Origin.ENVIRONMENT),
        **dict.fromkeys(said, Origin.COMMAND_LINE),
    }


def _unknown_variables() -> Iterator[Problem]:
    for name, variable in sorted(_variables().items()):
        if name not in _FIELDS:
            near = _nearest(name)
            advice = f"Did you mean {ENV_PREFIX}{near.upper()}?" if near else "Unset it."
            yield Problem(variable, Origin.ENVIRONMENT, "is not a setting", advice)


def _nearest(name: str) -> str | None:
    return next(iter(difflib.get_close_matches(name, _FIELDS, n=1, cutoff=0.6)), None)


def _problem(
    loc: tuple[int | str, ...], message: str, kind: str, origins: Mapping[str, Origin], file: Path | None
) -> Problem:
    name = str(loc[0]) if loc else ""
    origin = origins.get(name, Origin.DEFAULT)
    place = file.name if origin is Origin.FILE and file else str(origin)
    fault = message.removeprefix("Value error, ")
    if not name:  # a check across settings; its message names them
        return Problem("settings", "together", fault, "Set what is missing, or unset the other.")
    if kind == "extra_forbidden":
        near = _nearest(name)
        return Problem(name, place, "is not a setting", f"Did you mean {near}?" if near else "Remove it.")
    key = f"{ENV_PREFIX}{name.upper()}" if origin is Origin.ENVIRONMENT else name
    return Problem(key, place, fault[:1].lower() + fault[1:], f"For example: {_example(key, name, origin)}")


def _example(key: str, name: str, origin: Origin) -> str:
    value = (_FIELDS[name].examples or [""])[0]
    if origin is Origin.FILE:
        return f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}"
    return f"{key}={value}"
