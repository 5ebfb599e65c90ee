"""The law of an order, pure: acts, state, decisions, refusals, clocks, and who may see what.

Nothing here reads a clock, a disk or a random number, and nothing knows a framework. Instants, identities and
calendars come in as arguments; so the same code runs the platform and verifies an exported record offline.
"""
