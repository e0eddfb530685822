"""From the table [places] to a :class:`~sim.plan.place.Place`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sim.locale import _
from sim.plan.place import Place, Title
from sim.registry.cells import is_missing
from sim.registry.columns import Words
from sim.registry.grids import Sheet
from sim.registry.headings import values_of
from sim.scenario.keys import Labels
from sim.scenario.schema import ScenarioFile
from sim.scenario.schema_places import District, Industry, Places
from sim.state.codes import Kind
from sim.text.hints import near
from sim.text.locate import Path
from sim.text.problems import Report
from sim.text.vocabulary import plain

EVERYWHERE = {"zh": "全域", "en": "Whole area"}
EVERY_INDUSTRY = {"zh": "不分行业", "en": "All industries"}


def completed(file: ScenarioFile, sheet: Sheet | None, columns: Mapping[str, int]) -> ScenarioFile:
    """Return the file with all districts and industries: its own, else those that a list names.

    Where the file gives no weights, the rows that the list has of each are the weights, by which
    rows that state none and later newcomers are placed.
    """
    districts, industries = (
        [] if sheet is None or column not in columns
        else [cell for row in sheet.cells if not is_missing(cell := row[columns[column]])]
        for column in ("district", "industry")
    )  # fmt: skip
    own = file.places
    places = own.model_copy(
        update={
            "districts": _completed(own.districts, District, districts, EVERYWHERE),
            "industries": _completed(own.industries, Industry, industries, EVERY_INDUSTRY),
        }
    )
    return file.model_copy(update={"places": places})


def _completed(given: Any, model: Any, cells: Sequence[str], only: Title) -> Any:
    counts = Counter(map(plain, cells))
    if given is None:
        if not cells:
            return [model(id="all", title=only)]
        spelled = {plain(cell): cell for cell in sorted(cells, reverse=True)}
        return [
            model(id=_id(name), title=name, weight=float(counts[word]))
            for word, name in sorted(spelled.items())
        ]
    if cells and not any("weight" in entry.model_fields_set for entry in given):
        weights = [float(sum(counts[word] for word in words_of(entry))) for entry in given]
        if any(weights):
            return [
                entry.model_copy(update={"weight": weight})
                for entry, weight in zip(given, weights, strict=True)
            ]
    return list(given)


def _id(name: str) -> str:
    return re.sub(r"[\s\"'.,:;=\[\]{}()#/\\]+", "_", name).strip("_") or "_"


def title_of(name: str, title: Labels | None) -> Title:
    """Return a title in both languages, the id where there is none."""
    return {"zh": name, "en": name} if title is None else {"zh": title.zh, "en": title.en}


def words_of(entry: District | Industry) -> set[str]:
    """Words by which a registry may name a district or an industry."""
    return {plain(word) for word in (entry.id, *title_of(entry.id, entry.title).values())}


def words(places: Places) -> Words:
    """Return the names that a registry may use."""
    districts, industries = places.districts or [], places.industries or []
    return Words(
        {word: index for index, entry in enumerate(districts) for word in words_of(entry)},
        {word: index for index, entry in enumerate(industries) for word in words_of(entry)},
        tuple(title_of(entry.id, entry.title)["zh"] for entry in districts),
        tuple(title_of(entry.id, entry.title)["zh"] for entry in industries),
    )


def check(places: Places, report: Report) -> None:
    """Refuse what contradicts itself in [places]."""
    for name, entries in (("districts", places.districts), ("industries", places.industries)):
        _check_names(("places", name), entries or [], report)
    _check_tiles(places.districts or [], report)


def _check_names(path: Path, entries: Sequence[Any], report: Report) -> None:
    seen: dict[str, str] = {}
    for index, entry in enumerate(entries):
        for word in sorted(words_of(entry)):
            if word in seen:
                message = _('"{name}" and "{other}" have the same id or title.')
                report.refuse((*path, index, "id"), message.format(name=entry.id, other=seen[word]))
                break
        seen |= dict.fromkeys(words_of(entry), entry.id)


def _check_tiles(districts: Sequence[District], report: Report) -> None:
    seen: dict[tuple[int, ...], str] = {}
    for index, district in enumerate(districts):
        if district.tile is None:
            continue
        path: Path = ("places", "districts", index, "tile")
        tile = tuple(district.tile)
        if len(tile) != 2 or min(tile) < 0:
            report.refuse(path, _("A tile is a row and a column, both 0 or more."))
        elif tile in seen:
            message = _('"{name}" already has this tile.').format(name=seen[tile])
            report.refuse(path, message)
        seen.setdefault(tile, district.id)


def indices(names: Sequence[str], known: Sequence[str], path: Path, report: Report) -> list[int]:
    """Return the indices of ids; unknown ones are refused with the nearest."""
    found = []
    for position, name in enumerate(names):
        if name in known:
            found.append(known.index(name))
        else:
            message = _('There is no "{name}" in [places].').format(name=name)
            report.refuse((*path, position), message, near(name, known))
    return found


def build(places: Places, report: Report) -> Place:
    """Return the place; unknown neighbours and committees, and weights of nothing, are refused."""
    districts, industries = places.districts or [], places.industries or []
    ids = tuple(entry.id for entry in districts)
    industry_ids = tuple(entry.id for entry in industries)
    near_by: list[set[int]] = [set() for _entry in districts]
    for index, district in enumerate(districts):
        path: Path = ("places", "districts", index, "neighbours")
        for other in indices(district.neighbours, ids, path, report):
            if other == index:
                report.refuse(path, _("A district is not its own neighbour."))
            near_by[index].add(other)
            near_by[other].add(index)
    committees = indices(
        places.industry_committees, industry_ids, ("places", "industry_committees"), report
    )
    by_kind = tuple(
        _shares([_weight(entry, kind) for entry in industries], ("places", "industries"), report)
        for kind in Kind
    )
    weights = _shares([entry.weight for entry in districts], ("places", "districts"), report)
    return Place(
        district_ids=ids,
        industry_ids=industry_ids,
        neighbours=tuple(tuple(sorted(others)) for others in near_by),
        industry_committees=tuple(index in committees for index in range(len(industry_ids))),
        hosted_counts=places.hosted_counts,
        functional_counts=places.functional_counts,
        district_titles=tuple(title_of(entry.id, entry.title) for entry in districts),
        industry_titles=tuple(title_of(entry.id, entry.title) for entry in industries),
        tiles=tuple(_tile(entry.tile) for entry in districts),
        district_weights=weights,
        industry_weights=by_kind,
    )


def _weight(industry: Industry, kind: Kind) -> float:
    weights: dict[Any, float] = dict(industry.weights)
    return weights.get(kind.name.lower(), industry.weight)


def _tile(tile: list[int] | None) -> tuple[int, int] | None:
    return (tile[0], tile[1]) if tile and len(tile) == 2 else None


def _shares(weights: Sequence[float], path: Path, report: Report) -> tuple[float, ...]:
    total = sum(weights)
    if total <= 0:
        message = _("All weights are 0.")
        if all(issue.message != message or issue.path != path for issue in report.issues):
            report.refuse(path, message, at_key=True)
        return tuple(weights)
    return tuple(weight / total for weight in weights)


def supervised(file: ScenarioFile, sheet: Sheet | None, columns: Mapping[str, int]) -> ScenarioFile:
    """Return the file with it said whether supervisors are the industries (S1).

    Where the file leaves it open they are if the list has no industries and [places] names
    supervisors as such.
    """
    said = file.organizations.industry_by_supervisor
    if said is None:
        said = (
            sheet is not None
            and "industry" not in columns
            and not _industries(file).isdisjoint(values_of(sheet, columns, "supervisor"))
        )
    changed = file.organizations.model_copy(update={"industry_by_supervisor": said})
    return file.model_copy(update={"organizations": changed})


def by_supervisor(
    file: ScenarioFile, columns: Mapping[str, int], report: Report
) -> Mapping[str, int]:
    """Return where columns stand, the supervisor's as the industry's if the file says so (S1)."""
    if not file.organizations.industry_by_supervisor:
        return columns
    if "industry" in columns or "supervisor" not in columns:
        message = (
            _("The list says the industry itself.")
            if "industry" in columns
            else _("The list has no column of supervisors.")
        )
        hint = _("Leave industry_by_supervisor out.")
        report.refuse(("organizations", "industry_by_supervisor"), message, hint, at_key=True)
        return columns
    return {**columns, "industry": columns["supervisor"]}


def _industries(file: ScenarioFile) -> set[str]:
    """Return the industries that a file names itself, by their ids and titles."""
    named = set(file.places.industry_committees)
    for entry in file.places.industries or ():
        named |= {entry.id, *title_of(entry.id, entry.title).values()}
    return named
