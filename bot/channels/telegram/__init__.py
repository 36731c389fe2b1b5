"""Telegram: updates become what conversation understands, and its replies become messages."""
