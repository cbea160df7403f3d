"""What the public is shown of the register, as rows made ahead: writing, counting, freshness.

The publication of an entry can be made anew at any time from the entry and its version.
"""
