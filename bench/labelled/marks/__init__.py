"""A labelled set of marks, drawn by rule: the same on every machine, and nobody's property."""
