"""Actors: who the source of a statement is."""
