"""Experiments on ways to decide: what each costs in accuracy, and what it pays a party to exaggerate.

Needs numpy (the `lab` extra). Nothing in here decides anything; orders, awards and people never pass through it.
"""
