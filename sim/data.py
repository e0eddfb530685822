"""The sourced figures as data frames: worth citing without the model.

Every row names the page it was read on (``source_url``), or says in its note that it is derived or
from memory. ``frame.attrs["columns"]`` says what each column is, ``frame.attrs["breaks"]`` where
definitions change: rows on two sides of a break are no one curve. Text cells stay as they were
read; a column is of numbers only where every filled cell is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["campaigns", "national", "parameters", "places"]


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    from sim.text.hints import near

    raise AttributeError(f"sim.data has no {name!r}. {near(name, __all__)}".strip())


_SOURCE: Final = {
    "source_url": "page the row was read on; many are mirrors of press-agency reports",
    "note": "what else the page says, and how far the row can be trusted",
    "file": "file of docs/data that the row comes from",
}
_BREAKS: Final = (
    "2010 to 2011: enterprises change from party organizations to firms covered. "
    "2012 to 2013: from a share of the eligible (three members or more, close to 100 % by "
    "construction) to a share of all in the base of the party statistics. "
    "2017 to 2018: to legal entities. From 2019: numbers of party organizations."
)
_PLACES: Final = {
    "place": "place, and its province",
    "level": "nation, province, city, county, street, industry …",
    "sector": "social organizations, firms, law firms …",
    "date": "date of the figure: YYYY, YYYY-MM or YYYY-MM-DD",
    "n_orgs": "organizations in the base",
    "n_with_branch": "organizations covered",
    "coverage_pct": "share covered, per cent, as the page defines it",
    "definition": "the page's definition of the share",
    "eligible_only": "whether the base holds those with three members or more alone",
    "work_coverage_pct": "share that is covered or looked after, per cent, as the page defines it",
    "n_party_orgs": "party organizations",
    "n_eligible": "organizations that may form a branch, as the page defines it",
    "standalone": "party organizations of one organization",
    "joint": "party organizations that several organizations share",
    "hosted": "organizations covered by the branch of another unit",
    "n_members": "party members",
    "n_staff": "staff",
    "n_liaisons": "liaisons, by whatever name",
    "policy_note": "what was done in the place, and whether the figure is from before or after",
}
_NATIONAL: Final = {
    "year_end": "end of which year",
    "sector": "social organizations, or non-public enterprises",
    "orgs_with_party_org": "organizations covered, or party organizations (see the definition)",
    "coverage_pct": "share covered, per cent",
    "denominator_definition": "what it is a share of",
    "total_social_orgs": "registered social organizations",
    "social_groups": "registered social groups",
    "private_non_enterprise": "registered private non-enterprise units",
    "foundations": "registered foundations",
    "employees": "employees of social organizations",
    "new_registrations": "organizations registered in the year",
    "deregistrations": "organizations deregistered in the year",
    "party_members": "party members in social organizations",
}
_CAMPAIGNS: Final = {
    "place": "place, and its province",
    "level": "nation, province, city, county, street, industry …",
    "sector": "social organizations, firms, law firms …",
    "start": "first year or month",
    "end": "last year or month",
    "instrument": "policies of the model that come nearest",
    "dose": "how much, where the page says so",
    "effect_stated_or_seen": "what came of it; kept apart: held back to test predictions",
}
_PARAMETERS: Final = {
    "parameter": "what was measured",
    "value": "central value, as written",
    "low": "lowest plausible value",
    "high": "highest plausible value",
    "unit": "unit",
    "derivation": "how it follows from the page, where it is not printed there",
}


def places() -> pd.DataFrame:
    """Return coverage of places at dates, before and after campaigns: about 190 rows.

    Columns are those of two collections under common names; definitions differ from row to row.
    """
    names = {
        "organization_coverage_pct": "coverage_pct",
        "definition_words": "definition",
        "n_employees": "n_staff",
        "n_instructors": "n_liaisons",
        "affiliated": "hosted",
    }
    return _frame(["local_coverage", "local_series"], _PLACES, names)


def campaigns() -> pd.DataFrame:
    """Return drives and rules with their doses, and what was said or seen of them."""
    return _frame(["campaigns"], _CAMPAIGNS)


def national() -> pd.DataFrame:
    """Return national coverage by year, sector and definition, and the national register."""
    return _frame(["national_coverage", "national_population"], _NATIONAL)


def parameters() -> pd.DataFrame:
    """Return sourced values of what the model's parameters stand for.

    The parameters themselves, with their priors, are ``sim.list_parameters()``.
    """
    return _frame(["parameters", "parameters_more"], _PARAMETERS, {"central": "value"})


def _frame(
    files: list[str], columns: Mapping[str, str], names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return files under each other; their names say which file a row is of."""
    import pandas as pd

    from sim.plan.shipped import data_folder

    read = [
        pd.read_csv(data_folder() / f"{name}.csv", dtype=str, encoding="utf-8")
        .rename(columns=dict(names or {}))
        .assign(file=f"{name}.csv")
        for name in files
    ]
    frame = pd.concat(read, ignore_index=True)
    for name in frame.columns:
        numbers = pd.to_numeric(frame[name], errors="coerce")
        if numbers.notna().any() and (numbers.notna() == frame[name].notna()).all():
            frame[name] = numbers
    frame.attrs = {"columns": {**columns, **_SOURCE}, "breaks": _BREAKS}
    return frame
