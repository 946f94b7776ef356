"""Make docs/images/demo.svg, the README's picture, from what `zhunsheng demo` really prints.

.venv/bin/python docs/picture.py .home/demo
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from html import escape, unescape
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

WIDTH = 100
CELL = 12.2  # units of the drawing; Rich writes letters twenty high
BLANK = "\u00a0"
SHOWN = 4
"""Findings in the picture."""
# The reader's own fonts: a picture that fetches one from elsewhere tells that it was looked at.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "Fira Code, monospace", "'Fira Code', 'Noto Sans Mono CJK SC', 'Microsoft YaHei', 'PingFang SC', monospace"
)
PICTURE = Path(__file__).parent / "images" / "demo.svg"


def page(home: str) -> str:
    """The demo's page in colour, without the later findings."""
    command = [str(Path(sys.executable).with_name("zhunsheng")), "--home", home, "--lang", "zh", "demo", "--no-serve"]
    environment = os.environ | {"COLUMNS": str(WIDTH), "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    end = next(at for at, line in enumerate(lines) if Text.from_ansi(line).plain.startswith(f"{SHOWN + 1}  "))
    return "\n".join(lines[:end])


def stretched(drawing: str) -> str:
    """The drawing with Chinese at its true width: Rich counts characters where a terminal counts cells.

    Glyphs are stretched, not the gaps between them, and blanks at both ends are left out, for fonts differ in them.
    """

    def fit(found: re.Match[str]) -> str:
        begin, x, middle, end, escaped = found.groups()
        said = unescape(escaped)
        left = float(x) + (len(said) - len(said.lstrip(BLANK))) * CELL
        said = said.strip(BLANK)
        width = f'textLength="{cell_len(said) * CELL:g}" lengthAdjust="spacingAndGlyphs"'
        return f'{begin}x="{left:g}"{middle}{width}{end}>{escape(said).replace(BLANK, "&#160;")}<'

    drawing = re.sub(r"<text[^>]*>(?:&#160;)*</text>", "", drawing)
    return re.sub(r'(<text[^>]*?)x="([^"]*)"([^>]*?)textLength="[^"]*"([^>]*)>([^<]*)<', fit, drawing)


def main() -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(page(sys.argv[1])))
    drawing = stretched(console.export_svg(title="make demo", unique_id="demo", code_format=FORMAT))
    PICTURE.write_text("\n".join(line.rstrip() for line in drawing.splitlines()) + "\n", encoding="utf-8")


main()
