"""Clusters: wire copies, stories and claims."""
