"""JSON Pointers (RFC 6901) into a schema."""


def pointer(*tokens: str | int) -> str:
    """Join tokens to a pointer: `pointer("$defs", "a/b")` is `/$defs/a~1b`."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)
