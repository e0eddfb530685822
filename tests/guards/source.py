"""Source files as syntax trees, shared by the guards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"build", "dist", "node_modules", "__pycache__"}


@dataclass(frozen=True, kw_only=True)
class Module:
    """One Python file: its dotted name, its text and its tree."""

    name: str
    text: str
    tree: ast.Module
    is_package: bool = False

    @property
    def package(self) -> str:
        """Dotted name that a relative import starts from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


def parse(name: str, text: str, *, is_package: bool = False) -> Module:
    """Return a module from its text."""
    return Module(name=name, text=text, tree=ast.parse(text, name), is_package=is_package)


def read(path: Path) -> Module:
    """Return the module of a file below the root."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if is_package else parts)
    return parse(name, path.read_text(encoding="utf-8"), is_package=is_package)


def own_files() -> Iterator[Path]:
    """Yield the files of the project: no hidden folders but .ci, no environments, no builds."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.is_dir():
                hidden = path.name.startswith(".") and path.name != ".ci"
                made = path.name in NOT_OURS or path == ROOT / "results"
                if not hidden and not made and not (path / "pyvenv.cfg").exists():
                    folders.append(path)
            elif path.name != ".git":  # a file where the folder is one of several worktrees
                yield path


def modules(*folders: str) -> list[Module]:
    """Return the Python modules below the given top folders."""
    return [
        read(path)
        for path in own_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    ]


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a name or an attribute of names, else an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        value = dotted(node.value)
        return f"{value}.{node.attr}" if value else ""
    return ""
