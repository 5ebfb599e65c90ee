"""Are the data there, and are they what was agreed?"""

from gongdao.checks.kinds.dataset.check import VERSION, check
from gongdao.checks.kinds.dataset.contract import Contract, ContractError, read_contract

__all__ = ["VERSION", "Contract", "ContractError", "check", "read_contract"]
