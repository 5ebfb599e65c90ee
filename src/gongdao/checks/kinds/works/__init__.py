"""Does the delivered site work: pages load, nothing missing, no broken links, no errors, forms there?"""

from gongdao.checks.kinds.works.check import VERSION, check

__all__ = ["VERSION", "check"]
