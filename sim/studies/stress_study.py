"""Stress as a study: what a file may set, the table, and the answer in data and in lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, ClassVar, Final

import numpy as np

from sim.errors import InputError
from sim.locale import _, labelled, ngettext, pick, sentences
from sim.measures.base import Band
from sim.present.names import measure_short
from sim.present.numbers import cell, change_cell, percent, points_cell, share_cell, yuan_text
from sim.present.tables import aligned
from sim.results.compare import Difference
from sim.scenario import Scenario
from sim.scenario.keys import key
from sim.store.disk import to_json
from sim.studies.catalogue import MethodSettings
from sim.studies.outcomes import table_of
from sim.studies.store import Work
from sim.studies.stress import HALF, OWN, SHOWN, TWIN, By, Stress, pressed, quotas, steps_of, stress
from sim.studies.study import Columns, Study, StudyResult

CLOSE = 5
"""Worlds on either side of a half within which another draw of worlds might move the point."""


def lines(
    found: Stress, scenario: Scenario, written: Callable[[list[list[str]]], str]
) -> Iterator[str]:
    """Yield what stressing one alternative came to."""
    worlds = ngettext("{k} replicate a step", "{k} replicates a step", found.replicates)
    yield _("{title}: more pressure, the same support ({worlds})").format(
        title=pick(found.alternative.title), worlds=worlds.format(k=found.replicates)
    )
    for moment, month in enumerate(found.moments):
        yield ""
        text = _("{month}, the last month of the quota") if not moment else _("{month}, a year on")
        yield text.format(month=scenario.month_name(month - 1))
        yield written(_table(found, moment))
        yield _turning(found, moment)
    yield ""
    yield _("The quota as it stands against the same money without it:")
    for moment, month in enumerate(found.moments):
        apart = [(name, found.against_twin(name, moment)) for name in SHOWN]
        said = _("; ").join(
            f"{measure_short(name)} {points_cell(entry.band)}" for name, entry in apart
        )
        yield f"  {labelled(scenario.month_name(month - 1), said)}"
    yield _("  {yuan}; staff hours of organizations {hours}").format(
        yuan=cell(
            Band.of(found.yuan[1] - found.yuan[0]), lambda value: yuan_text(value, sign=True)
        ),
        hours=change_cell(Band.of(found.hours[1] - found.hours[0])),
    )
    yield _(
        "Medians, and what 90 % of replicates lie between. Only paper: the share of replicates "
        "in which reported coverage is higher than in the row above (or without a quota) and "
        "effective coverage is not. Gain 0 presses nobody, but no branch may be closed."
    )


def _table(found: Stress, moment: int) -> list[list[str]]:
    what = _("gain") if found.by == "gain" else _("target")
    rows = [
        [what, *map(measure_short, SHOWN), _("only paper over the row above"), _("over no quota")]
    ]
    names = {TWIN: _("no quota"), OWN: _("as it stands")}
    for rung in found.rungs(moment):
        name = names[rung.name] if isinstance(rung.name, str) else f"{rung.name:g}"
        bought = ["" if share is None else percent(share) for share in (rung.above, rung.over_none)]
        rows.append([name, *(str(share_cell(band)) for band in rung.bands.values()), *bought])
    return rows


def _turning(found: Stress, moment: int) -> str:
    """Say from where on pressure buys only paper, or that there is no such point."""
    rung = found.turning(moment)
    paper = found.bought(moment)
    if rung is None:
        most = int(paper.argmax())
        text = _(
            "No point from which pressure buys only paper: the step to {step} comes closest, with "
            "only paper in {share} of replicates."
        )
        if paper[most] >= HALF:
            text = _(
                "No point from which pressure buys only paper: the step to {step} buys only paper "
                "in {share} of replicates, but a higher one lifts effective coverage again."
            )
        return text.format(share=percent(paper[most]), step=f"{found.steps[most]:g}")
    said = {"step": f"{found.steps[rung]:g}", "share": percent(paper[rung])}
    text = _(
        "The quota buys only paper from the start. Its first step ({step}) raises reported "
        "and not effective coverage in {share} of replicates. No higher step lifts effective "
        "coverage above that without a quota in more than half."
    )
    if rung:
        said["point"] = f"{found.steps[rung - 1]:g}"
        text = _(
            "From {point} on more pressure buys only paper. The step to {step} raises reported "
            "and not effective coverage in {share} of replicates. No higher step lifts effective "
            "coverage above that at {point} in more than half."
        )
    text = text.format(**said)
    if abs(paper[rung] - HALF) * found.replicates < CLOSE:
        more = _("That is close to half: with other draws the point may lie elsewhere.")
        text = sentences([text, more])
    return text


COLUMNS: Final = ("alternative", "by", "step", "replicate", "month", "measure", "value")
"""``step`` is ``no_quota``, ``as_it_stands`` or a number; ``month`` counts from the start."""


class Settings(MethodSettings):
    """What is raised, and how far. Measures and months are those of the quota."""

    READS: ClassVar = ("alternatives", "replicates")

    by: By = key(
        "What is raised: the gain (pressure a unit of shortfall) or the target share",
        "逐级提高的量：压力系数（每单位差距的压力）或目标覆盖率", default="gain",
    )  # fmt: skip
    steps: list[float] = key(
        "Values to try (default: gains 0, 0.5, …, 3 or targets 0.2, 0.4, …, 1)",
        "逐级取值（默认系数为 0、0.5、…、3，目标为 0.2、0.4、…、1）", default=[],
    )  # fmt: skip


def run(study: Study, work: Work) -> StudyResult:
    """Stress the alternatives that the study names, or all that hold a quota."""
    settings, scenario = study.settings_of(Settings), study.scenario
    if study.factors:
        raise InputError(_("A stress raises a quota: leave the factors out."))
    names = study.content["alternatives"] or [e.id for e in scenario.alternatives if quotas(e)]
    if not names:
        text = _("No alternative of {name} holds a coverage_quota: there is no pressure to raise.")
        raise InputError(text.format(name=scenario.name))
    for name in names:
        pressed(scenario, name)
    steps = steps_of(settings.by, settings.steps or None)
    found = [
        stress(
            scenario, name, by=settings.by, steps=steps, replicates=study.replicates,
            simulate=lambda made: partial(work.respond, scenario=made),
        )
        for name in names
    ]  # fmt: skip
    text, failed = _("{alternative}, replicate {replicate} (seed {seed})"), {}
    for entry in found:
        title = pick(entry.alternative.title)
        for number, reason in entry.failed.items():
            name = text.format(alternative=title, replicate=number, seed=scenario.seed)
            failed[name] = reason
    answer = [plain(entry) for entry in found]
    about = {
        "asked": {
            "scenario": scenario.name, "seed": scenario.seed, "uncertainty": scenario.uncertainty,
            "alternatives": names, "by": settings.by, "steps": list(steps),
            "replicates": study.replicates,
        },
        "months": scenario.months, "start": scenario.month_name(0), "stress": answer,
    }  # fmt: skip
    files = {"stress.json": to_json(about)}
    return StudyResult({"stress": table(found)}, {"stress": answer}, failed, files)


def describe(
    study: Study, result: StudyResult, written: Callable[[list[list[str]]], str] = aligned
) -> list[str]:
    """Return the answer in lines, with tables ``written`` as where they are read allows."""
    found: list[str] = []
    for entry in read(study, result):
        found += [*([""] if found else []), *lines(entry, study.scenario, written)]
    return found


def table(found: Sequence[Stress]) -> Columns:
    """Return the tidy table; yuan and hours are totals until the last month looked at."""
    return table_of((row for one in found for row in _rows(one)), COLUMNS)


def _rows(found: Stress) -> Iterator[tuple[str | int | float, ...]]:
    rungs: tuple[str | float, ...] = (TWIN, OWN, *found.steps)
    for number, step in enumerate(rungs):
        for place, replicate in enumerate(found.numbers):
            key = (found.alternative.id, found.by, step, replicate)
            for moment, month in enumerate(found.moments):
                for name in SHOWN:
                    yield (*key, month, name, float(found.values[name][number, place, moment]))
            last = found.moments[-1]
            yield (*key, last, "yuan", float(found.yuan[number, place]))
            yield (*key, last, "burden_hours", float(found.hours[number, place]))


def read(study: Study, result: StudyResult) -> Iterator[Stress]:
    """Yield what each alternative came to, from the table."""
    columns = result.tables["stress"]
    for name in dict.fromkeys(columns["alternative"].tolist()):
        mine = {key: column[columns["alternative"] == name] for key, column in columns.items()}
        steps = [*dict.fromkeys(mine["step"].tolist())]
        numbers, months = (np.unique(mine[key]).tolist() for key in ("replicate", "month"))
        # By step, replicate and moment, as they stand; totals are of the last moment alone.
        values = {
            measure: mine["value"][mine["measure"] == measure].reshape(len(steps), len(numbers), -1)
            for measure in (*SHOWN, "yuan", "burden_hours")
        }
        yuan, hours = (values.pop(total)[..., 0] for total in ("yuan", "burden_hours"))
        yield Stress(
            study.scenario.alternative(name), mine["by"][0], tuple(map(float, steps[2:])),
            tuple(months), values, yuan, hours, tuple(numbers), {},
        )  # fmt: skip


def plain(found: Stress) -> dict[str, Any]:
    """Return bands and shares as data; months are counted from the start."""
    moments = []
    for moment, month in enumerate(found.moments):
        rung = found.turning(moment)
        moments.append(
            {
                "month": month,
                "rows": [
                    {
                        found.by: one.name,
                        **{name: _band(band) for name, band in one.bands.items()},
                        "only_paper_over_row_above": one.above,
                        "only_paper_over_no_quota": one.over_none,
                    }
                    for one in found.rungs(moment)
                ],
                "only_paper_from": None if rung is None else [TWIN, *found.steps][rung],
                "against_no_quota": {
                    each: _difference(found.against_twin(each, moment)) for each in SHOWN
                },
            }
        )
    return {
        "alternative": found.alternative.id,
        "by": found.by,
        "replicates": found.replicates,
        "failed": {str(replicate): reason for replicate, reason in found.failed.items()},
        "moments": moments,
        "added_yuan": _band(Band.of(found.yuan[1] - found.yuan[0])),
        "added_burden_hours": _band(Band.of(found.hours[1] - found.hours[0])),
    }


def _band(band: Band) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in asdict(band).items()}


def _difference(found: Difference) -> dict[str, float | None]:
    share = None if math.isnan(found.share_higher) else found.share_higher
    return {**_band(found.band), "share_higher": share}
