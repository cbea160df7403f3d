"""Building blueprints by steps: sections, fields, conditions.

Each step takes a schema and returns a new one that is of the dialect; the old is never
changed. Places are addresses as in the compatibility report: `/process/units`, with `-` for
the items of a list and `|1` for the second shape of a variant.

A definition that several places share is copied to the place that a step changes, so that a
step changes what it names and nothing else.
"""
