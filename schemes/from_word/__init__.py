"""Rules that exist as Word files, brought into a draft piece by piece.

A file is read into pieces, each with a place in the original (`reading`). Each piece is given a
place of the blueprint (`recognising`). What people confirm is laid into the draft (`laying`,
`placing`); what has no place stays in the tray, and what is not taken is listed with its reason.
"""
