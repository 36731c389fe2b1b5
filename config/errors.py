"""What can be wrong with the settings.

SettingsError    one or more settings are wrong; all of them at once
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong setting.

    Attributes:
        key: As the user wrote it: ``NEWSDESK_MAX_BULLETS``, ``max_bullets`` or the path of a file.
        origin: Where it was found ("environment", "newsdesk.toml").
        fault: What is wrong with the value, a secret's own value left out.
        advice: What to do about it, as a sentence.
    """

    key: str
    origin: str
    fault: str
    advice: str

    def __str__(self) -> str:
        return f"{self.key} ({self.origin}): {self.fault}. {self.advice}"


class SettingsError(Exception):
    """Settings are wrong; ``problems`` lists every one, never empty."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        head = "One setting is wrong:" if len(problems) == 1 else f"{len(problems)} settings are wrong:"
        super().__init__("\n".join([head, *(f"  {p}" for p in problems)]))
        self.problems = problems
