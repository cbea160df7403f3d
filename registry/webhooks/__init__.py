"""Messages to bodies' own systems: who is told what, signed how, sent where."""
