"""Articles in, statements, briefs and answers out: no chat, no storage, no network, no settings."""
