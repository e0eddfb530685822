"""What somebody uploads: bounded in size, sorted into a scenario and the registry beside it."""

from __future__ import annotations

import io
import tomllib
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.app.planner.document import Data, patched, safe_name
from sim.errors import InputError
from sim.locale import _, sentences
from sim.registry.grids import ENDINGS

LARGEST: Final = 20_000_000
"""Bytes of a file: room for 200,000 organizations at 100 bytes a row."""

MOST_FILES: Final = 4
SCENARIOS: Final = (".toml",)
REGISTRIES: Final = ENDINGS
BUNDLES: Final = (".zip",)
ACCEPTED: Final = (*SCENARIOS, *REGISTRIES, *BUNDLES)


@dataclass(frozen=True)
class Given:
    """A file as somebody gave it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Bundle:
    """A scenario, a registry, or both; names are safe."""

    scenario: Given | None
    registry: Given | None


def too_large(name: str, size: int) -> InputError:
    """Return what to say of a file above the bound."""
    text = _("{name} has {size:.0f} MB; at most {most:.0f} MB are read.")
    hint = _("A registry needs one row an organization, without pictures and other sheets.")
    said = text.format(name=name, size=size / 1e6, most=LARGEST / 1e6)
    return InputError(sentences([said, hint]))


_SAVED_ANEW: Final = (".et", ".ods", ".numbers", ".xlsb", ".xlt", ".xltx")
_NO_TABLES: Final = (".doc", ".docx", ".wps", ".pdf", ".jpg", ".jpeg", ".png")


def unreadable(name: str) -> InputError:
    """Return what to say of a file of another kind: what can be done with that kind."""
    text = _("{name}: give a scenario (.toml), a registry (.csv, .xlsx), or a .zip of both.")
    ending = Path(name).suffix.lower()
    hint = ""
    if ending in _SAVED_ANEW:
        hint = _("Open this table with the program that wrote it and save it as .xlsx.")
    elif ending in _NO_TABLES:
        hint = _("Text and pictures are not read: copy the list into a table, one row each.")
    elif ending in (".rar", ".7z"):
        hint = _("Unpack it and give the files in it.")
    return InputError(sentences([text.format(name=name), hint]))


def sorted_out(given: Sequence[Given]) -> Bundle:
    """Return what was given as one scenario and one registry at most; else say what is wrong."""
    files = [inner for file in given for inner in _unpacked(file)]
    scenarios = [file for file in files if _has(file, SCENARIOS)]
    registries = [file for file in files if _has(file, REGISTRIES)]
    for file in files:
        if file not in scenarios and file not in registries:
            raise unreadable(file.name)
    if len(scenarios) > 1 or len(registries) > 1:
        raise InputError(_("Give one scenario and the registry that it names, no more."))
    if not files:
        raise InputError(_("There is no file in it."))
    return Bundle(
        next((_renamed(file, "scenario.toml") for file in scenarios), None),
        next((_renamed(file, "registry.csv") for file in registries), None),
    )


def _unpacked(file: Given) -> list[Given]:
    """Return a file, or the files in a bundle."""
    if len(file.content) > LARGEST:
        raise too_large(file.name, len(file.content))
    if not _has(file, BUNDLES):
        return [file]
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
            inside = [info for info in packed.infolist() if not info.is_dir()]
            if len(inside) > MOST_FILES:
                raise InputError(_("{name} holds too many files.").format(name=file.name))
            for info in inside:
                if info.file_size > LARGEST:
                    raise too_large(info.filename, info.file_size)
            unpacked = sum(info.file_size for info in inside)
            if unpacked > LARGEST:
                raise too_large(file.name, unpacked)
            return [_member(packed, info) for info in inside]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        # The last two: kinds of compression that Python lacks, and files with a password.
        text = _("{name} cannot be unpacked: it is damaged, cut off, or has a password.")
        raise InputError(text.format(name=file.name)) from None


def _member(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Given:
    """Read a member, however large it says that it is."""
    with packed.open(info) as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise too_large(info.filename, info.file_size)
    return Given(info.filename, content)


def _has(file: Given, endings: Sequence[str]) -> bool:
    return Path(file.name).suffix.lower() in endings


def _renamed(file: Given, instead: str) -> Given:
    return Given(safe_name(file.name, instead), file.content)


def registry_of(data: Data) -> str | None:
    """Return the registry that the tables of a scenario name, if any."""
    organizations = data.get("organizations")
    named = organizations.get("registry") if isinstance(organizations, dict) else None
    return named if isinstance(named, str) else None


def beside(text: str, name: str) -> str:
    """Return a scenario's text with its registry beside it."""
    data = tomllib.loads(text)
    if "/" not in str(registry_of(data)) and "\\" not in str(registry_of(data)):
        return text
    data["organizations"]["registry"] = name
    return patched(text, data)


def refuse_elsewhere(data: Data) -> None:
    """Refuse a registry in another folder: files of this machine are nobody's to read."""
    named = registry_of(data)
    if named is not None and (Path(named).name != named or "\\" in named or ":" in named):
        text = _('The registry "{name}" lies in another folder: name the file alone.')
        raise InputError(text.format(name=named))
