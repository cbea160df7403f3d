"""Reference registers: the facts about law and field that the regulator keeps, dated."""
