"""Learning the reader from an annotated corpus: `make train`."""
