"""A labelled set of schemes: documents, their disguised copies, and others about the same."""
