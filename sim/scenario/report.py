"""A list of mistakes to which every check adds, by path of the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.scenario.locate import Path
from sim.scenario.messages import Issue


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
