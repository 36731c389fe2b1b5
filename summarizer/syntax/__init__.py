"""Parsers: texts to documents with a dependency tree."""
