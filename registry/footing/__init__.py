"""What entries rest on in the regulator's registers, and what those say of it now.

Rows of the registers begin and end by the calendar, so what they say is worked out ahead, with its
days, and kept in the publication; it is worked out anew when a row changes that it rests on.
"""
