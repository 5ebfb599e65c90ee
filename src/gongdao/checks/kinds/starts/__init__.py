"""Does it start? The delivery is run in a sandbox, asked for a page, and the report says what happened."""

from gongdao.checks.kinds.starts.check import VERSION, check

__all__ = ["VERSION", "check"]
