"""Settings: read once at the edge, handed inwards as plain values.

Importing this package is cheap; ``config.settings`` brings pydantic and belongs inside a command.
"""
