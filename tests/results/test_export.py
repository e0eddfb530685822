"""Tables for other programs, and where two runs differ."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.errors import InputError
from sim.results.diff import difference
from sim.results.export import BOM, export
from sim.results.reading import Results
from sim.results.run import run
from sim.results.schema import TABLES
from sim.results.who import NAMES
from sim.scenario import Scenario, from_resolved, load


def plain(table: pa.Table) -> pa.Table:
    """Return a table with texts as texts: equal ones may be coded differently."""
    fields = [
        pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
        for field in table.schema
    ]
    return table.cast(pa.schema(fields)).combine_chunks()


def test_parquet_round_trip(finished: Results, tmp_path: Path) -> None:
    files = export(finished, tmp_path / "out", "parquet")
    assert {path.name for path in files} == {
        *(f"{name}.parquet" for name in (*TABLES, "comparison", "costs")),
        "datapackage.json",
    }
    for name in TABLES:
        found = pq.read_table(tmp_path / "out" / f"{name}.parquet")
        assert plain(found).equals(plain(finished.table(name)))


def test_csv_round_trip(finished: Results, tmp_path: Path) -> None:
    export(finished, tmp_path / "out", "csv")
    for name in TABLES:
        path = tmp_path / "out" / f"{name}.csv"
        assert not path.read_bytes().startswith(BOM)
        found = pd.read_csv(path, keep_default_na=False, na_values={"denominator": ""})
        expected = finished.frame(name)
        assert found.columns.tolist() == expected.columns.tolist()
        for column in TABLES[name]:
            a, b = found[column.name], expected[column.name]
            if column.name == "organization":
                assert a.tolist() == [f"#{identity}" for identity in b.tolist()]
            elif column.kind == "text":
                assert a.astype(str).tolist() == b.astype(str).tolist(), column
            else:
                assert a.fillna(-1).tolist() == b.fillna(-1).tolist(), column


def test_columns_replicate_and_month_and_no_timings(finished: Results, tmp_path: Path) -> None:
    first, second = (export(finished, tmp_path / str(n), "csv", bom=True) for n in range(2))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    for path in first:
        data = path.read_bytes()
        assert data.startswith(BOM) == (path.suffix == ".csv")
        assert b"seconds" not in data, path
    with (tmp_path / "0" / "series.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.reader(stream)) == [column.name for column in TABLES["series"]]
    package = json.loads((tmp_path / "0" / "datapackage.json").read_text(encoding="utf-8"))
    assert {entry["format"] for entry in package["resources"]} == {"csv"}
    (whose,) = (each for each in package["resources"] if each["name"] == "organizations")
    kinds = {field["name"]: field["type"] for field in whose["schema"]["fields"]}
    assert kinds["organization"] == "string" and kinds["replicate"] == "integer"


def test_names_only_when_asked_and_with_nothing_simulated(
    finished: Results, tmp_path: Path
) -> None:
    files = export(finished, tmp_path / "plain", "parquet")
    assert "names.parquet" not in {path.name for path in files}
    export(finished, tmp_path / "named", "parquet", names=True)
    table = pq.read_table(tmp_path / "named" / "organizations.parquet")
    assert "name" not in table.column_names
    found = pq.read_table(tmp_path / "named" / "names.parquet")
    assert len(found) == 0  # a place by totals
    assert found.column_names == [column.name for column in NAMES]


def test_no_spreadsheet_runs_a_name(tmp_path: Path) -> None:
    content = load("county_survey", overrides=["years=1"]).resolved()
    signs = ["=1+1", "+2", "-3", "@x", "＝5"]
    content["organizations"]["registry"]["columns"]["name"][: len(signs)] = signs
    results = run(from_resolved(content), replicates=1, out=tmp_path / "run")
    told: list[str] = []
    export(results, tmp_path / "csv", "csv", bom=True, names=True, tell=told.append)
    with (tmp_path / "csv" / "names.csv").open(encoding="utf-8-sig", newline="") as stream:
        written = {row["name"] for row in csv.DictReader(stream)}
    assert not written & {*signs} and {f"'{name}" for name in signs} & written
    assert not [name for name in written if name[:1] in "=+-@＝" and name]
    assert len(told) == 1 and "like a formula" in told[0]
    # Nothing is said, and nothing changed, where nothing begins so.
    export(results, tmp_path / "plain", "csv", tell=told.append)
    assert len(told) == 1


def test_a_folder_that_cannot_be_written_is_wrong_input(finished: Results, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="Cannot write to"):
        export(finished, tmp_path / "file" / "out", "csv")


def test_the_first_difference_is_found_by_replicate_and_month(
    small: Scenario, finished: Results, tmp_path: Path
) -> None:
    content = small.resolved()
    (liaisons,) = [entry for entry in content["alternatives"] if entry["id"] == "liaisons"]
    liaisons["policies"][0]["start"] = "2010-09"
    later = run(from_resolved(content), replicates=3, out=tmp_path / "run")
    found = difference(finished, later)
    assert found.replicates == 3 and not found.same and "digest" in found.about
    tables = {entry.table: entry for entry in found.tables}
    assert "parameters" not in tables
    first = tables["series"].left or tables["series"].right
    assert first is not None and first["replicate"] == 0 and first["alternative"] == "liaisons"
    assert first["month"] == 1
    assert difference(finished, finished).same
