"""Feeds: bytes to entries, what makes an entry the same next time, discovery, OPML; pure throughout."""
