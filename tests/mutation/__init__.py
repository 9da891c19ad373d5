"""Mappings with a fault put in on purpose: does their own proof notice?

A mutant is a mapping folder with one change of one file. `trial` lets `map check`, the golden samples and the round
trip judge it; `python -m tests.mutation` does so for all mutants of the shipped mappings and prints the share noticed.
"""
