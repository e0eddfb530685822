"""Wrong input on every command: one message that helps, exit code 2, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import COMMANDS
from tests.cli.conftest import Run

WRONG = [
    ("run linzee", 'Did you mean "linze"?'),
    ("run linze --set yeers=3", 'Did you mean "years"?'),
    ("run linze --month 2012-01", "needs both --from RUN and --month"),
    ("compare linze citty", 'Did you mean "city"?'),
    ("compare linze --against quotas", 'Did you mean "quota"?'),
    ("compare linze --bottlenecks kinds", "'kinds' is not one of 'all', 'kind'"),
    ("stress linze --alternative quotas", 'Did you mean "quota"?'),
    ("stress linze --steps nan,1", "two or more numbers"),
    ("stress linze --by gains", "'gains' is not one of 'gain', 'target'"),
    ("rivals {folder}", "holds no run"),
    ("rivals linze", "holds no run"),
    ("rivals {folder} --rulle consent", "'--rulle'"),
    ("resources {folder} --alternative quota", "holds no run"),
    ("resources linze", "holds no run"),
    ("resources", "Missing argument 'RUN'"),
    ("lessons", "Missing option '-o' / '--out'"),
    ("lessons -o {file}", "is a file"),
    ("lessons more -o x", "unexpected extra argument"),
    ("bundle {folder}", "holds no run"),
    ("bundle linze", "holds no run"),
    ("bundle", "Missing argument 'RUN'"),
    ("check-extension nothing_here", "There is no extension"),
    ("check-extension math", "declares 0 extensions"),
    ("check-extension", "Missing argument 'MODULE'"),
    ("check linz", 'Did you mean "linze"?'),
    ("check linze --set years", "This is not KEY=VALUE"),
    ("check linze --jsn", "'--json'"),
    ("new bad/name", "is not a name"),
    ("new x --from linzee", 'Did you mean "linze"?'),
    ("new x --out {file}/deep", "Cannot write to {file}/deep"),
    ("show linzee", 'Did you mean "linze"?'),
    ("show linze --resolvd", "'--resolved'"),
    ("show {file}", "This line is not valid TOML"),
    ("schema --out {file}/x.json", "Cannot write {file}/x.json"),
    ("schema more", "unexpected extra argument"),
    ("schema --uot x", "'--out'"),
    ("list polices", "'polices' is not one of"),
    ("list policies coverage_quot", 'Did you mean "coverage_quota"?'),
    ("list scenarios linzee", 'Did you mean "linze"?'),
    ("export {folder} --out {folder}/e", "holds no run"),
    ("export {folder}", "Missing option '-o' / '--out'"),
    ("export {folder} --out e --format xls", "'xls' is not one of"),
    ("report {folder} -o r.html", "holds no run"),
    ("report linze -o r.html", "holds no run"),
    ("report {folder}", "Missing option"),
    ("plot fann {folder}", 'Did you mean "fan"?'),
    ("plot fan {folder}", "holds no run"),
    ("plot fan {folder} --organization 12", "takes no --organization"),
    ("explain linze", "Say which organization"),
    ("explain linze --who gain", "'gain' is not one of"),
    ("explain linze --who gained --alternative quotas", 'Did you mean "quota"?'),
    ("app --port 99999999", "is not in the range"),
    ("app one two", "unexpected extra argument"),
    ("app --prot 1", "'--port'"),
    ("replay {folder} -o x.html", "holds no run"),
    ("replay linze", "Missing option"),
    ("replay linze -o x.html --replicate x", "is not a valid integer range"),
    ("study nothing", "no shipped study of that name"),
    ("study linze_sweep", 'Did you mean "linze_liaisons_sweep"?'),
    ("study {file}", "This line is not valid TOML"),
    ("sweep linze --factor leave_per_yeer=0.1:0.2", 'Did you mean "leave_per_year"?'),
    ("sweep linze --factor leave_per_year=0.2:0.1", "must rise"),
    ("sweep linze --factor leave_per_year --alternative quotas", 'Did you mean "quota"?'),
    ("calibrate linzee", 'Did you mean "linze"?'),
    ("calibrate linze --until 2012-13", "is no month"),
    ("calibrate linze --plot x.txt", "A figure is written as"),
    ("sensitivity linze --blocks 3", "power of two"),
    ("sensitivity linze --factor leave_per_yeer", 'Did you mean "leave_per_year"?'),
    ("sensitivity linze --measure effective_coverag", 'Did you mean "effective_coverage"?'),
    ("discover linze --futures 0", "is not in the range"),
    ("discover linze --alternative quotas", 'Did you mean "quota"?'),
    ("discover linze --factor leave_per_yeer", 'Did you mean "leave_per_year"?'),
    ("frontier linze", "Say how much may be spent"),
    ("frontier linze --yuan=-1", "is not in the range"),
    ("frontier linze --yuan 100000 --dose dispatch_liaison.liaisons", "dispatch_liaison"),
    ("credit linzee", 'Did you mean "linze"?'),
    ("credit linze --alternative quotas", 'Did you mean "quota"?'),
    ("credit linze --alternative quota --policy coverage_quot", 'Did you mean "coverage_quota"?'),
    ("hindcast extra", "unexpected extra argument"),
    ("hindcast --draws 3", "is not in the range"),
    ("hindcast --oot x", "'--out'"),
    ("audit nothing", "holds no run and no study"),
    ("audit {folder}", "holds no run and no study"),
    ("audit {folder} --sample 0", "is not in the range"),
    ("diff {folder}", "Missing argument 'RUN'"),
    ("diff {folder} {folder}", "holds no run"),
    ("diff nothing {folder}", "holds no run"),
]


def test_what_may_stand_in_an_unread_line_is_not_called_missing(fugai: Run, tmp_path: Path) -> None:
    file = tmp_path / "file.toml"
    file.write_text("this is = = no toml\n", encoding="utf-8")
    for command in ("check", "study"):
        done = fugai(command, file)
        assert "is missing" not in done.err and "1 mistake." in done.err


def test_every_command_is_given_three_wrong_inputs() -> None:
    given = [words.split(" ")[0] for words, _said in WRONG]
    assert {name: given.count(name) for name in COMMANDS} == dict.fromkeys(COMMANDS, 3)


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[words for words, _said in WRONG])
def test_wrong_input_is_told_in_one_message(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder, file = tmp_path / "folder", tmp_path / "file.toml"
    folder.mkdir()
    file.write_text("this is = = no toml\n", encoding="utf-8")
    done = fugai(*words.format(folder=folder, file=file).split(" "))
    assert done.code == 2 and done.out == ""
    assert said.format(folder=folder, file=file) in done.err and "Traceback" not in done.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file.toml", "folder"]
