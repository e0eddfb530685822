"""Code of one's own in the model: one contract, the same in a script, a notebook and on workers.

A module that others can import declares one :class:`Extension`::

    from sim.extensions import Extension, Variant

    def cautious(worlds, doses, rows): ...

    EXTENSION = Extension(variants=(Variant("consent", "cautious", cautious, "…", "…"),))

Scenarios name the module (``extensions = ["my_module"]``); so do ``sim.load``, ``sim.run`` and
``--extension``. ``fugai check-extension my_module`` puts it through the common suite.
"""

from __future__ import annotations

from sim.draws import own_draw as draw
from sim.extensions.contract import Extension
from sim.measures.base import Measure
from sim.policies.base import Cost, Policy, Target, Write, choice, param
from sim.policies.doses import Dose, DoseReader, Level, Rule
from sim.state.plugged import SLOTS, AgentColumn, Observer, Reading, Variant

__all__ = [
    "SLOTS",
    "AgentColumn",
    "Cost",
    "Dose",
    "DoseReader",
    "Extension",
    "Level",
    "Measure",
    "Observer",
    "Policy",
    "Reading",
    "Rule",
    "Target",
    "Variant",
    "Write",
    "choice",
    "draw",
    "param",
]
