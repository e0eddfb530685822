"""A form over the page: it stays until what it says is valid, or it is given up."""

from __future__ import annotations

from abc import ABC, abstractmethod

from nicegui import ui


class FormDialog(ABC):
    """One thing's form; who makes it calls :meth:`show` once it knows what it is about."""

    dialog: ui.dialog

    def show(self, layer: ui.element) -> None:
        """Draw the form on a layer that outlives what it was opened from, and show it."""
        with (
            layer,
            ui.dialog().props("no-backdrop-dismiss") as self.dialog,
            ui.card().classes("fg-dialog"),
        ):
            self._draw()
        self.dialog.on("hide", self.dialog.delete)
        self.dialog.open()

    @abstractmethod
    def _draw(self) -> None:
        """Draw what the form consists of."""
