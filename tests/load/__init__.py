"""The live process under load: ``make bench-live`` with thousands of viewers, a test with a few.

Real processes: the live one, two of viewers, one that enters results through the operation.
"""
