"""A strict Slack on the loopback interface."""

from .fates import Call, Fate, by_chance
from .links import Answer, HttpEvents, signed
from .server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer
from .world import BOT_USER, TEAM, Channel, Posted, User, View

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "BOT_USER",
    "SIGNING_SECRET",
    "TEAM",
    "Answer",
    "Call",
    "Channel",
    "Fate",
    "HttpEvents",
    "Posted",
    "SlackServer",
    "User",
    "View",
    "by_chance",
    "signed",
]
