"""Briefs: what a spec lets through, what readings have in common for many specs, and the composing itself."""
