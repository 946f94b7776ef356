"""A dimension: what numbers can be broken down by."""

from __future__ import annotations

from typing import Literal

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.values import Frozen, Text

ORGANISATION = ("person", "manager", "unit", "region", "position", "company")
"""Dimensions every company has; they follow people's posts as they were on the day of the fact."""


class Dimension(Frozen):
    """A list of things that fields of type `subject` point at: products, customers, devices.

    `listed`: the list is complete, so a value outside it is a problem to be matched; otherwise any value counts.
    """

    kind: Literal["dimension"] = "dimension"
    id: Name
    name: Text
    description: Text | None = None
    listed: bool = True
