"""Labelled sets, known beforehand to be alike or not: benchmarks and tests judge by them."""
