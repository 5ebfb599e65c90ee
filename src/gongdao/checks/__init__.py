"""Evidence by machine: a delivery tried and compared with what was ordered.

A check says what it saw and how sure it is. It never decides a dispute: where it cannot tell, it says so with
named reasons, and people look.
"""
