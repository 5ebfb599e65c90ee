"""Does the delivered site look like the one that was to be imitated, and what is missing, extra or different?"""

from gongdao.checks.kinds.imitation.check import imitation

__all__ = ["imitation"]
