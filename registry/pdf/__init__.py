"""The PDF files of the register: the rule document of a version, and the receipt of a filing.

What is printed is made from the same chapters as every page (`schemes.reading`). A frozen
version's file is made once for each digest and language, and kept.
"""
