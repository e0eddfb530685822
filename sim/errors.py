"""Errors that people see as one plain message; the command line maps them to exit codes."""

from __future__ import annotations


class FugaiError(Exception):
    """A failed run: exit code 1. The message is complete and already in the reader's language."""

    exit_code = 1


class InputError(FugaiError):
    """Something that was asked for or given is wrong: exit code 2."""

    exit_code = 2


class UnknownArgumentError(InputError, TypeError):
    """An argument that a function does not take: Python's own error too, with what to write."""


class WrongArgumentError(InputError, TypeError):
    """An argument of a kind that a function does not take: Python's own error too."""
