"""A terminal for tests: a command runs in it, and what it shows in the end is read."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import sim
from sim.text.problems import width

_SIGN = re.compile(r"\x1b\[(\??[\d;]*)([A-Za-z])|[\r\n\a]|[^\x1b\r\n\a]+")


def typed(words: Sequence[str], folder: Path, *, columns: int, lines: int) -> str:
    """Run a command on a pseudo-terminal; return everything that it wrote, with its signs."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    env = {**os.environ, "PYTHONPATH": str(Path(sim.__file__).parents[1]), "FUGAI_LANG": "en",
           "TERM": "xterm", "COLUMNS": str(columns), "LINES": str(lines)}  # fmt: skip
    with subprocess.Popen(
        words, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=env
    ) as process:
        os.close(theirs)
        parts: list[bytes] = []
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
        assert process.wait() == 0, b"".join(parts)
    return b"".join(parts).decode("utf-8")


def screen(text: str, columns: int) -> list[str]:
    """Return the lines that a terminal of so many columns shows after a text, none scrolled away.

    It knows the signs that the command and its progress bar use: up, erase, return; colours and
    the cursor's form change no letter.
    """
    lines, row, column = [""], 0, 0
    for found in _SIGN.finditer(text):
        piece, number, sign = found[0], found[1], found[2]
        if sign == "A":
            row = max(0, row - int(number or 1))
        elif sign == "J":
            lines[row:] = [lines[row][:column]]
        elif sign == "K":
            lines[row] = "" if number == "2" else lines[row][:column]
        elif sign is not None:
            assert sign in "mhl", found[0]
        elif piece == "\r":
            column = 0
        elif piece == "\n":
            row += 1
        elif piece != "\a":
            for letter in piece:
                if column + width(letter) > columns:
                    row, column = row + 1, 0
                while len(lines) <= row:
                    lines.append("")
                lines[row] = lines[row][:column].ljust(column) + letter + lines[row][column + 1 :]
                column += width(letter)
        while len(lines) <= row:
            lines.append("")
    return [line.rstrip() for line in lines]
