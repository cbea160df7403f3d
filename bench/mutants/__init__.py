"""`make mutants`: whether a test fails when one word of the rules, acts or permissions is wrong.

A mutant is the product with one operator, number, condition or statement changed. It is tried by
the tests of its own room that reach its line; when all of them pass, it has survived, and what it
changed could be broken without anybody noticing. The same code gives the same mutants and the same
verdicts, in any order and on any machine (docs/adr/0031).
"""
