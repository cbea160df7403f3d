"""The search of the register: words, index, what was asked, filters, results and their passages.

Pages, API, feed and the desk ask here; what is found are rows of the publication.
"""
