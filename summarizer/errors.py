"""What can go wrong in the summarizer.

SummarizerError
├── ModelUnavailable    a language pipeline or model cannot be loaded
└── RegistryError       an actor registry does not say what it should
"""

from __future__ import annotations


class SummarizerError(Exception):
    """Anything that the summarizer could not do; the message says what to do next."""


class ModelUnavailable(SummarizerError):
    """A language pipeline or model cannot be loaded."""

    def __init__(self, name: str, advice: str) -> None:
        super().__init__(f"The model {name!r} cannot be loaded. {advice}")
        self.name = name


class RegistryError(SummarizerError):
    """An actor registry does not say what it should; the message names the entry."""
