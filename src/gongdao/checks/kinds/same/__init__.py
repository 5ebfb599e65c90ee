"""Is this delivery, or much of it, one that was seen before? Said as a fact, not as a verdict."""

from gongdao.checks.kinds.same.check import VERSION, check, fingerprint_of

__all__ = ["VERSION", "check", "fingerprint_of"]
