"""The queue of the desk: what is listed, in which order, kept under which name, and acted upon."""
