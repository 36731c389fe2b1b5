"""The schema's history, and how a database is brought to its end.

Alembic is imported only here, and only when a schema is not current.
"""
