"""One module a revision, each from the one before."""
