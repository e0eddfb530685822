"""A study: one question put to many runs of a scenario, and the answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.locale import N_, _, listed, pick
from sim.pasts.evidence import with_figures
from sim.pasts.lists import prepared
from sim.plan.content import Content
from sim.plan.past import MEDIAN_OF
from sim.plan.place import Title
from sim.present.facts import sentence
from sim.present.notebook import table
from sim.registry.grids import Sheet
from sim.scenario import Scenario
from sim.studies.factors import Factor
from sim.studies.varied import Varied, keys
from sim.text.arguments import SCENARIO, named, plain, refuse, several, values
from sim.text.arguments import texts as texts_of
from sim.text.numerals import month_index

if TYPE_CHECKING:
    from sim.studies.catalogue import MethodSettings

    Kind = TypeVar("Kind", bound=MethodSettings)

Columns = Mapping[str, npt.NDArray[Any]]
"""A table: columns of equal length by name, of numbers, texts (dtype object) or yes and no."""

Values = dict[str, npt.NDArray[Any]]
"""What is varied: a column of numbers, or of choices, by key."""


@dataclass(frozen=True, kw_only=True)
class Study:
    """What is asked, checked and complete. ``settings`` are the method's own."""

    name: str
    title: Title
    question: Title | None
    method: str
    scenario: Scenario
    factors: tuple[Factor, ...]
    measures: tuple[str, ...]
    alternatives: tuple[str, ...]
    """Alternatives to simulate and look at, the baseline among them only where it is named."""
    months: tuple[int, ...]
    """Months to look at, as numbered in the tables of results: 0 is before the first."""
    replicates: int
    worlds: int | None
    """The budget: the most worlds (cases × alternatives), ``None`` without a limit."""
    seed: int
    """Seed of the design; draws within the worlds follow ``scenario.seed``."""
    settings: MethodSettings
    sheets: Mapping[str, Sheet]
    """Files that the settings name (``Settings.FILES``), by key: part of the study's content."""
    content: Mapping[str, Any] = field(repr=False)
    """The study as plain data, the scenario resolved; see :meth:`resolved`."""

    def __post_init__(self) -> None:
        """Remember which fields the content was made from."""
        object.__setattr__(self, "content", Content.of(self, self.content))

    @classmethod
    @named()
    def of(
        cls,
        scenario: Scenario | str | Path,
        *,
        uncertainties: Varied = (),
        levers: Varied = (),
        outcomes: Sequence[str] | str = ("effective_coverage",),
        method: str = "sweep",
        name: str | None = None,
        title: str = "",
        alternatives: Sequence[str] | str = (),
        months: Sequence[int | str] | int | str = (),
        replicates: int = 10,
        worlds: int | None = None,
        seed: int = 1,
        overrides: Sequence[str] | str = (),
        settings: Mapping[str, Any] | None = None,
    ) -> Study:
        """Return a study of a scenario, given as it is, by its name or by its file.

        ``uncertainties`` are parameters (or rules, ``model.consent``) that nobody decides on,
        ``levers`` fields of policies. Write ``{"leave_per_year": (0.2, 0.3)}``, a list of choices
        for a field that has some, a sequence of names with the whole range of each, or texts as in
        a study file. ``(0.2, 0.3, "log")`` goes evenly on the logarithmic scale. A lever may be
        written ``ALTERNATIVE.POLICY.FIELD``. ``outcomes`` are measures, ``settings`` the method's
        own, such as ``{"levels": 5}``. ``months`` are ``"YYYY-MM"``, or months done (default: the
        horizon). Outcomes, alternatives, months and overrides may each be one alone. Raises
        ``ScenarioError`` with every mistake at once.
        """
        if not isinstance(scenario, Scenario | str | Path):
            refuse("scenario", _(SCENARIO), scenario)
        file = None if isinstance(scenario, Scenario) else str(scenario)
        called = scenario.name if isinstance(scenario, Scenario) else Path(scenario).name
        when = several("months", months, int | str, N_("a month, or a list of months"))
        own = None if settings is None else values("settings", settings)
        data: dict[str, Any] = {
            "format": 1,
            "title": title or method,
            "method": method,
            "scenario": called if file is None else file,
            "factors": [*keys(uncertainties, "uncertainties"), *keys(levers, "levers")],
            "measures": texts_of("outcomes", outcomes),
            "alternatives": texts_of("alternatives", alternatives),
            "months": when,
            "replicates": plain(replicates),
            "seed": plain(seed),
            **({} if worlds is None else {"worlds": plain(worlds)}),
            **({} if own is None else {"settings": own}),
        }
        if name is not None and not _of_a_folder(name):
            refuse("name", _("a name that a folder can have"), name)
        given = scenario if isinstance(scenario, Scenario) else None
        label = name or f"{method}-{called.removesuffix('.toml')}"
        # Named, not imported: what reads studies lies above what they are.
        made: Study = import_module("sim.studies.file").make_study(
            label, data, overrides=texts_of("overrides", overrides), scenario=given
        )
        return made

    def _repr_html_(self) -> str:
        rows = [
            (_("method"), self.method),
            (_("scenario"), self.scenario.name),
            (_("factors"), _(", ").join(one.key for one in self.factors)),
            (_("outcomes"), _(", ").join(self.measures)),
            (_("alternatives"), _(", ").join(self.alternatives)),
            (_("replicates"), str(self.replicates)),
        ]
        return table(rows, title=pick(self.title))

    @property
    def independent(self) -> bool:
        """Whether parameters are independent draws of their priors, whatever the start says."""
        return self.settings.INDEPENDENT

    def held(self, scenario: Scenario) -> Scenario:
        """Return what the method simulates: a scenario as it is, or as if it asked for no past."""
        return scenario.without_history() if self.independent else scenario

    def settings_of(self, kind: type[Kind]) -> Kind:
        """Return the settings as those of a method; a ``TypeError`` where they are another's."""
        if not isinstance(self.settings, kind):
            raise TypeError(f"a study by {self.method} has no {kind.__module__}.{kind.__name__}")
        return self.settings

    def resolved(self) -> dict[str, Any]:
        """Return all of the study as plain data; ``from_resolved_study`` of a file reads it back.

        Raises ``InputError`` where a field was replaced that cannot be written down again.
        """
        content = Content.of(self, self.content)
        changed = content.changed(self)
        if changed - _WRITTEN:
            text = _(
                "Fields of the study {name} were replaced in Python and cannot be written down: "
                "{fields}. Change the study's file."
            )
            named = listed(sorted(changed - _WRITTEN))
            raise InputError(text.format(fields=named, name=self.name))
        found = {**content, **{name: getattr(self, name) for name in changed}}
        found["scenario"] = self.scenario.resolved()
        copy: dict[str, Any] = json.loads(json.dumps(found))
        return copy

    def digest(self) -> str:
        """Return the hash of what decides the study's tables: not its title or question."""
        return digest_of(self.resolved(), self.scenario.digest())


def _of_a_folder(name: object) -> bool:
    """Whether a folder can have the name: it is one part of a path, and no way up."""
    return isinstance(name, str) and bool(name.strip(". ")) and not {"/", "\\"} & {*name}


def digest_of(content: Mapping[str, Any], scenario: str) -> str:
    """Return the digest of a study from its plain data and the digest of its scenario."""
    kept = {key: value for key, value in content.items() if key not in _NOT_HASHED}
    kept["scenario"] = [scenario, content["scenario"].get("observations")]
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


_NOT_HASHED = ("name", "title", "question")
_WRITTEN = frozenset(
    {"name", "title", "question", "scenario", "measures", "alternatives", "months", "replicates",
     "worlds", "seed"}
)  # fmt: skip
"""Fields that the content has as they are: replaced ones are written into it."""


@dataclass(frozen=True)
class StudyResult:
    """The answer of a study: tables, and a summary as plain JSON data that answers the question.

    ``failed`` are cases that could not be simulated, with the reason, by what names them best.
    ``files`` are what a method leaves beside the tables, by name.
    """

    tables: Mapping[str, Columns]
    summary: Mapping[str, Any]
    failed: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def moment_of(scenario: Scenario, month: str) -> int:
    """Return the months done at the end of a calendar month."""
    return month_index(month, (scenario.start_year, scenario.start_month)) + 1


def texts(values: Any) -> npt.NDArray[Any]:
    """Return a column of texts."""
    return np.array([str(value) for value in values], dtype=object)


def pasts_wanted(study: Study) -> int:
    """Return how many replicates of a study's scenario need their past; 0 where none is asked."""
    if study.scenario.history is None or study.independent:
        return 0
    return study.replicates if study.scenario.uncertainty != "none" else MEDIAN_OF


def notes_on_pasts(study: Study) -> list[str]:
    """Return what is to be known of a study's pasts, in lines; nothing where none is asked for."""
    scenario = study.scenario
    if scenario.history is None:
        return []
    if study.independent:
        return [
            _(
                "Parameters are drawn independently of each other from their priors: which pasts "
                "led to the start is not asked here."
            )
        ]
    number = pasts_wanted(study)
    pasts = prepared(scenario, number).pasts
    lines = [] if pasts is None else [sentence(with_figures(pasts.evidence(number), scenario))]
    by_hand = [factor.key for factor in study.factors if factor.parameter is not None]
    if by_hand:
        text = _(
            "Set by hand in replicates whose pasts have other values of it: {names}. What follows "
            "holds for the future alone."
        )
        lines.append(text.format(names=_(", ").join(by_hand)))
    return lines
