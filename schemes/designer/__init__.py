"""The designer: a form made on the server from the blueprint, read back by the same walk.

A form is a tree of fields, one for each place of the blueprint; names of fields are addresses.
Three rules keep a draft whole: what the form did not show stays as it is; what comes back as it
was shown stays exactly as it was stored; what cannot be stored in its type is stored as typed,
and the check report names it. Saving never refuses a draft.
"""
