"""The systems of record: one file each, telling what it would export."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from zhunsheng.demo.systems.system import Export

_FIRST = {"people": 1, "leave": 2, "roster": 3, "on_call": 4}
"""What others stand on, by the source it feeds; lists come before it, facts after."""


def _found() -> list[Export]:
    """What every module of this package exports, module by module."""
    modules = [import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    return [export for module in modules for export in getattr(module, "EXPORTS", ())]


def _turn(export: Export) -> int:
    return _FIRST.get(export.source, 0 if export.lists else 5)


EXPORTS: tuple[Export, ...] = tuple(sorted(_found(), key=_turn))
"""All exports in the order in which they are loaded."""
