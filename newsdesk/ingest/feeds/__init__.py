"""Feeds: bytes to entries, what makes an entry the same next time, discovery from a page, OPML; pure throughout."""
