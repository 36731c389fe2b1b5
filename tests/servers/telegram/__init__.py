"""A strict Bot API on a loopback port."""

from .markup import BadMarkup, parse
from .plan import Fault, Plan
from .rates import Rates
from .server import TOKEN, Call, TelegramServer, until
from .world import Chat, Message, User

__all__ = [
    "TOKEN",
    "BadMarkup",
    "Call",
    "Chat",
    "Fault",
    "Message",
    "Plan",
    "Rates",
    "TelegramServer",
    "User",
    "parse",
    "until",
]
