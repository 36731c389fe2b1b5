"""What can go wrong at the desk.

NewsdeskError
├── ScheduleError           words or values that make no schedule
└── IngestError             something that should have brought an article in did not
    └── TransportFailed     a host cannot be resolved, reached or understood

What is wrong with one article among many is not an exception but a value, ``newsdesk.ingest.loaded.Refused``:
the others are still read.
"""

from __future__ import annotations


class NewsdeskError(Exception):
    """Anything that the desk could not do; the message says what happened, without secrets."""


class ScheduleError(NewsdeskError):
    """Words or values that make no schedule; the message says which, and what to write instead."""


class IngestError(NewsdeskError):
    """Something that should have brought an article in did not."""


class TransportFailed(IngestError):
    """A host cannot be resolved, reached or understood.

    Attributes:
        host: The name or address that was asked, without path, query or credentials.
    """

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host}: {reason}")
        self.host = host
        self.reason = reason
