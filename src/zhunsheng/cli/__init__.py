"""The command `zhunsheng`."""

from zhunsheng.cli.main import main

__all__ = ["main"]
