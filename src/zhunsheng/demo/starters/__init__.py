"""Small invented companies to begin with: a trade, people, a list, months of messy facts."""

from zhunsheng.demo.starters.production import PRODUCTION
from zhunsheng.demo.starters.sales import SALES
from zhunsheng.demo.starters.service import SERVICE

STARTERS = (SALES, PRODUCTION, SERVICE)

__all__ = ["STARTERS"]
