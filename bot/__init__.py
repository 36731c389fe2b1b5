"""Chat channels, rendering, the command line and the wiring."""
