"""`python -m zhunsheng.cli` is the command `zhunsheng`."""

from zhunsheng.cli import main

main()
