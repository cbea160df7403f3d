"""Pages of the designer: parse, one action or query, answer."""
