"""Gathering: due feeds are checked, the pages of their entries fetched, and both filed.

``decide`` and ``filing`` are pure; ``gatherer`` is the shell that fetches and saves and decides nothing.
"""
