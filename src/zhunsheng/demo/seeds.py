"""Chance that comes out the same everywhere: every draw has a name, and the name decides it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Seeds:
    """One number from which a whole company follows."""

    root: int

    def rng(self, *words: object) -> np.random.Generator:
        """Chance for what the words name, e.g. `rng("calls", 2025, 7)`; independent of any other name's."""
        name = "/".join(map(str, (self.root, *words)))
        digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest)))
