"""A kind of record that the product does not have: what an agent claims back of its expenses.

It is declared as CONTRIBUTING.md says, in the settings of the tests only; the tests of the kernel
ask of it what a new kind gets without a line of its own.
"""
