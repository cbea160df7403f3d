"""Taking over what was filed on paper: a list is read, judged, shown, and taken over row by row."""
