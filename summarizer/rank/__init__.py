"""Ranking: what makes a claim worth a line, and choosing a few."""
