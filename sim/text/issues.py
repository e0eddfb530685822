"""A list of mistakes to which every check adds, by path of the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.text.locate import Path


@dataclass(frozen=True)
class Issue:
    """A mistake at a path of the file; ``at_key`` points at the key, not at its value.

    ``absent`` is the path of a key that is not there, ``meant`` the one that an unknown key
    probably stands for: where they are the same, the second message says it all.
    """

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False
    absent: Path | None = None
    meant: Path | None = None


@dataclass
class Report:
    """Mistakes and warnings found so far."""

    issues: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def refuse(
        self,
        path: Path,
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        absent: Path | None = None,
    ) -> None:
        """Add a mistake; ``absent`` is the path of what is not there, if that is the mistake."""
        self.issues.append(Issue(path, message, hint, at_key, absent))

    def warn(self, path: Path, message: str, hint: str = "", *, at_key: bool = False) -> None:
        """Add a warning."""
        self.warnings.append(Issue(path, message, hint, at_key))
