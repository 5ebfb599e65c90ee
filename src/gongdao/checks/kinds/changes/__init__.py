"""Was each agreed change made, to the right thing, and nothing else?"""

from gongdao.checks.kinds.changes.assertions import Assertion, AssertionFault, parse, parse_line
from gongdao.checks.kinds.changes.check import changes
from gongdao.checks.kinds.changes.propose import Proposal, propose_assertions

__all__ = ["Assertion", "AssertionFault", "Proposal", "changes", "parse", "parse_line", "propose_assertions"]
