"""What holds for a channel, told line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk.model import Channel

from ..phrases import Named, following_lines, length_line, names_line, quiet_line

if TYPE_CHECKING:
    from bot.texts import Words


def settings_lines(channel: Channel, named: Named, words: Words, /) -> list[str]:
    """A channel's settings with their values."""
    lines = [
        words("settings.language_is", language=words.name),
        words("settings.zone_is", zone=channel.zone),
        words("settings.quiet_is", quiet=quiet_line(channel.quiet, words, zone=channel.zone)),
        words("settings.length_is", length=length_line(channel.following, words)),
        *(line for line in following_lines(channel.following, named, words) if line != _length(channel, words)),
        alerts_line(channel, named, words),
        words("settings.empty_is", empty=words(f"settings.empty_{channel.when_empty.value}")),
    ]
    if channel.address.platform == "slack":
        lines.append(words("settings.layout_is", layout=words(f"settings.layout_{channel.layout.value}")))
    return lines


def alerts_line(channel: Channel, named: Named, words: Words, /) -> str:
    """Whose statements are sent at once, and how many a day."""
    if not channel.alert_actors or not channel.alerts_per_day:
        return words("settings.no_alerts")
    names = names_line(channel.alert_actors, named, words)
    return words("settings.alerts_are", n=channel.alerts_per_day, names=names)


def _length(channel: Channel, words: Words) -> str:
    return words("settings.length_is", length=length_line(channel.following, words))
