"""Kinds of organization as people read them. In files, tables and code a kind is its name."""

from __future__ import annotations

from sim.locale import N_, _

KINDS = {
    "social_group": N_("social groups"),
    "private_non_enterprise": N_("private non-enterprise units"),
    "foundation": N_("foundations"),
    "intermediary": N_("intermediaries"),
    "law_firm": N_("law firms"),
    "nonpublic_enterprise": N_("non-public enterprises"),
}


def kind_name(kind: str) -> str:
    """Return a kind, in the plural, in the current language."""
    return _(KINDS[kind])
