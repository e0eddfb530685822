"""Units as people read them. In files, tables and code a unit is its English name."""

from __future__ import annotations

from sim.locale import N_, _

# The prefix keeps a unit apart from the same word elsewhere ("organizations" is also a heading).
PREFIX = "unit: "
UNITS = {
    "YYYY-MM": N_("unit: YYYY-MM"),
    "admissions a year": N_("unit: admissions a year"),
    "attitude": N_("unit: attitude"),
    "branch-years": N_("unit: branch-years"),
    "branches": N_("unit: branches"),
    "cases": N_("unit: cases"),
    "circle": N_("unit: circle"),
    "circle 0-2": N_("unit: circle 0-2"),
    "concentration": N_("unit: concentration"),
    "acts a month": N_("unit: acts a month"),
    "acts a month an organization": N_("unit: acts a month an organization"),
    "contacts a year": N_("unit: contacts a year"),
    "effect": N_("unit: effect"),
    "exponent": N_("unit: exponent"),
    "factor": N_("unit: factor"),
    "hours": N_("unit: hours"),
    "intensity": N_("unit: intensity"),
    "level": N_("unit: level"),
    "log units": N_("unit: log units"),
    "log units a month": N_("unit: log units a month"),
    "logit": N_("unit: logit"),
    "logit per attitude": N_("unit: logit per attitude"),
    "logit per log member": N_("unit: logit per log member"),
    "logit per organization": N_("unit: logit per organization"),
    "months": N_("unit: months"),
    "organizations": N_("unit: organizations"),
    "people": N_("unit: people"),
    "per month": N_("unit: per month"),
    "per staff-year": N_("unit: per staff-year"),
    "per visit": N_("unit: per visit"),
    "per vitality": N_("unit: per vitality"),
    "per year": N_("unit: per year"),
    "places": N_("unit: places"),
    "places a year": N_("unit: places a year"),
    "posts": N_("unit: posts"),
    "probability": N_("unit: probability"),
    "probability a month": N_("unit: probability a month"),
    "probability a year": N_("unit: probability a year"),
    "replicates": N_("unit: replicates"),
    "sd of a mean of 1": N_("unit: sd of a mean of 1"),
    "secretaries a year": N_("unit: secretaries a year"),
    "share": N_("unit: share"),
    "share a year": N_("unit: share a year"),
    "share per year": N_("unit: share per year"),
    "sites": N_("unit: sites"),
    "skill": N_("unit: skill"),
    "skill a month": N_("unit: skill a month"),
    "visits a month": N_("unit: visits a month"),
    "times": N_("unit: times"),
    "vitality": N_("unit: vitality"),
    "weight": N_("unit: weight"),
    "worlds": N_("unit: worlds"),
    "years": N_("unit: years"),
    "yuan": N_("unit: yuan"),
    "yuan or hours": N_("unit: yuan or hours"),
    "yuan per year": N_("unit: yuan per year"),
}


def unit_name(unit: str) -> str:
    """Return a unit in the current language; one that is not listed is its own name."""
    return _(UNITS[unit]).removeprefix(PREFIX) if unit in UNITS else unit
