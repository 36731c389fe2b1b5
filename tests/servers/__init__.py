"""Loopback servers that refuse what the platforms refuse."""
