"""The ODD: its tables are the code's, and every rule of the oracle has its place in it."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from sim.draws import Process
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.policies.doses import DOSES, Dose, Level
from sim.state import codes
from sim.state.cells import Cells
from sim.state.table import Table, Words, words_of
from tests.guards.source import ROOT
from tools.odd import CODES, MARKED, PAGES, STATE, page, table

LANGUAGES = tuple(PAGES)
OF_RIVALS = {"covered_around": "k′/n′ over the operating others of its cell"}
"""Rules of the oracle that only a rival needs: they stand in docs/draws.md 15."""
RULES: dict[str, dict[str, tuple[str, str]]] = {
    "turnover": {
        "new_year": ("7.1", "replacement = min(1, r·S/M)"),
        "run": ("7.1", "Both are decided before anybody leaves"),
        "entry_rate": ("7.1", "`entry_per_year`"),
        "growth": ("7.1", "states a net growth g"),
        "exits_expected": ("7.1", "x = Σ h / Σ n"),
        "exits": ("7.1", "u(HOST_EXIT, branch)"),
        "exit_hazard": ("7.1", "(staff/6)^(−EXIT_SIZE_SLOPE)"),
        "stops": ("7.1", "0 while its branch is vital"),
        "free_people": ("7.1", "Its people are freed"),
        "stop": ("7.1", "max(1, staff/4)"),
        "strike": ("7.1", "(1 − `base_cleanup` dose)^(1/12)"),
        "change_staff": ("7.1", "√12·STAFF_SD_MONTH"),
    },
    "leaving": {
        "release": ("7.1", "its case released"),
        "vacate": ("7.1", "the post falls vacant"),
        "uncover": ("7.1", "organizations are uncovered"),
        "end": ("7.1", "its secretary is free; a sourced one is gone"),
        "leave": ("7.1", "the remaining organization of smallest identity is its host"),
        "join": ("7.6", "interim place, consent and secretary_wait end"),
    },
    "mobility": {
        "run": ("7.2", "after all leaving and before any hiring"),
        "leaves": ("7.2", "mobility·1.75·exp(−TENURE_SLOPE·(t − joined)/12)"),
        "let_go": ("7.2", "a *successor*, full, unknown, relation"),
        "forget": ("7.2", "The freed retired are gone"),
        "search": ("7.2", "t + max(1, ⌈−ln u(SEARCH)·SEARCH_MONTHS⌉)"),
        "count_openings": ("7.2", "(⌊staff⌉ − members)₊"),
        "hire_all": ("7.2", "the search goes on next month"),
        "hire": ("7.2", "`known_after_move` + KNOWN_WITH_BRANCH"),
        "find_place": ("7.2", "over eight wings of buckets first"),
        "find_cell": ("7.2", "a place with only one always counts as the same"),
        "find_cell_anywhere": ("7.2", "a race over all districts by all openings"),
        "race_of_districts": ("7.2", "weighed by their openings in the"),
        "race_of_industries": ("7.2", "the winner of a race over its others by openings"),
        "race": ("7.2", "the smallest −ln(u)/w over"),
        "in_cell": ("7.2", "the bucket's organizations"),
        "openings": ("7.2", "Openings of an operating organization"),
        "weight": ("7.2", "weights w > 0"),
        "number_of_buckets": ("7.2", "the largest power of two B with B·cells·32"),
        "becomes_known": ("7.2", "(1 + α)₊·`service_disclosure` dose"),
        "transfers": ("7.2", "`service_transfer` dose·(1 + `rebate` dose)"),
    },
    "placement": {
        "place": ("7.2", "u(PLACE, organization), identity"),
    },
    "entry": {
        "enter": ("7.1", "draws-population.md 3"),
        "drawn_baseline": ("7.5", "the baseline of C is times `employed_share`"),
        "add_founding_member": ("7.1", "founding members by ENTRANT and MEMBER"),
        "new_traits": ("7.2", "min(4, exp(s·z − s²/2)) with s² = ln(1 + MOBILITY_SD²)"),
        "add_between_jobs": ("7.2", "the same home, searching"),
    },
    "recruitment": {
        "run": ("7.3", "*Stages due at t.*"),
        "advance": ("7.3", "Applicant → activist, due t + 12"),
        "decide": ("7.3", "u(ADMIT) < min(1, `admission`·`admission` dose)"),
        "apply": ("7.3", "`application_per_staff_year`/12·(⌊staff⌉ − members)₊·f"),
        "train": ("7.3", "h = `key_training` dose·2·commitment"),
        "count": ("7.3", "known full with t − joined ≥ 6, plus sourced secretaries"),
    },
    "dispatch": {
        "run": ("7.4", "industry committees first"),
        "hold_posts": ("7.4", "Surplus posts close from the highest ordinal"),
        "close": ("7.4", "their cases are released"),
        "appoint": ("7.4", "normal(u(LIAISON, holder, 0))"),
        "serve": ("7.4", "one with t − since ≥ tenure is followed by the next"),
        "consolidated": ("7.4", "vitality ≥ ½ for 6 months in a row"),
        "link": ("7.4", "0 never contacted, 1 contacted, 2 known > 0, 3 willing"),
        "note": ("7.4", "all three are noted, case_progress = t"),
        "notice_progress": ("7.4", "α ≥ noted + 0.02"),
        "places": ("7.4", "⌊`consolidate_share`·capacity⌋"),
        "free_places": ("7.4", "have F = 0 while they hold a case of the batch"),
        "waiting": ("7.4", "operating uncovered organizations of the remit without a case"),
        "fresh": ("7.4", "not dropped within 24 months"),
        "drop_hopeless": ("7.4", "min(hopeless, (W − F)₊)"),
        "score": ("7.4", "easy first α + 0.15·min(m, 3)"),
        "take_uncovered": ("7.4", "⌈(silent_until − t)/2⌉"),
        "take_weak": ("7.4", "branch has vitality < ½ and is no shell, the least vital first"),
        "take": ("7.4", "the fewest uncovered cases, then source, then post number"),
        "visit": ("7.4", "1 − exp(−`visit_effect`·skill·min(2, `visits_per_month`/cases))"),
    },
    "attitudes": {
        "see_peers": ("7.5", "counted when the month begins"),
        "peers": ("7.5", "√((v′ + w·Σ v_nb)/(n − 1 + w·Σ n_nb))"),
        "run": ("7.5", "c ← clip(c + `head_learning`·(clip(c*) − c))"),
        "goals": ("7.5", "activity_burden·(1 − funded) − fund_burden·funded"),
        "announced": ("7.5", "announced = min(1, y/`activity_cost_yuan`)"),
    },
    "formation": {
        "run": ("7.6", "*Ready*: operating, uncovered, willing, m ≥ 1"),
        "contact_all": ("7.6", "neither silent nor deferred nor willing"),
        "contact_kind": ("7.6", "the first that holds of check, prompt, census, mass group"),
        "contact_terms": ("7.6", "STAFF_REACH·staff/operating organizations of"),
        "may_be_asked": ("7.6", "not loose and has an anchor in reach"),
        "ask": ("7.6", "*refusal* if u ≥ 1 − σ(−s − d)"),
        "consent_score": ("7.6", "½·`indifference_width`·[an area branch is offered]"),
        "give_acts": ("7.6", "acts for the month"),
        "on_paper": ("7.6", "is nominal no more"),
        "ready": ("7.6", "*Ready*: operating, uncovered, willing, m ≥ 1"),
        "functional": ("7.6", "fewer than half of them with their relation here"),
        "without_members": ("7.6", "those with m = 0 too"),
        "ripe": ("7.6", "α + pressure < `ripe_attitude` and less than six months on an"),
        "anchors": ("7.6", "whose host is in the same cell"),
        "anchoring": ("7.6", "a vital standalone, general or anchor branch (no shell)"),
        "join_anchors": ("7.6", "the willing with m = 0 that are not loose"),
        "has_place": ("7.8", "have the places of its desks that are for them"),
        "host_or_group": ("7.6", "`hosting_places` while there are any, by identity"),
    },
    "partners": {
        "circles": ("7.6", "1 (radius ≥ 1) district by district"),
        "radius": ("7.6", "the organization's `joint_radius` dose"),
        "is_in": ("7.6", "0 the same cell as the host"),
        "in_order": ("7.6", "queues in its group by m (2 before 1), u(MATCH, organization, 0)"),
        "places_in_a_row": ("7.6", "all places of a branch in a row"),
        "most_organizations": ("7.6", "the host's `joint_max` dose"),
        "join_joint_branches": ("7.6", "the k-th takes the k-th place"),
        "found_joint_branches": ("7.6", "takes no further part this month"),
        "grouped": ("7.6", "a last one with 2 takes the first with 1; then threes with 1"),
        "force": ("7.6", "u(FORCE) < `force_share`·quota"),
        "forced_partners": ("7.6", "until three m are together and within the max"),
    },
    "founding": {
        "found_groups": ("7.6", "`secretary_success` + `secretary_candidates` dose"),
        "turn": ("7.6", "u(CAPACITY, organization), identity"),
        "spend_act": ("7.6", "One is spent by its founder"),
        "with_acts": ("7.6", "Who lacked an act"),
        "found": ("7.6", "normal(u(BRANCH, branch, 0))·`branch_quality_sd`"),
        "join_branch": ("7.6", "Known members' relations come here"),
        "best_member": ("7.6", "the known full member of the highest commitment"),
        "fill_post": ("7.6", "of the candidates the most skilled, the first of equals"),
        "best_candidate": ("7.6", "of the candidates the most skilled"),
        "appoint": ("7.6", "A new secretary is untrained"),
        "time_share": ("7.6", "1 sourced, 0 vacant, else"),
        "to_member_group": ("7.6", "else the member group"),
        "upgrade": ("7.6", "≥ 50 known full members to general branch, from 100"),
        "leave_joint_branches": ("7.6", "where the others' known members are ≥ 3"),
    },
    "vitality": {
        "run": ("7.7", "(12·L/max(1, members + L) − turnover)/12"),
        "keep_secretary": ("7.7", "where the host's C > 0.6 and there is no `protection`"),
        "can_be_dismissed": ("7.7", "a member who isn't employed isn't dismissed"),
        "train": ("7.7", "⌊places·k/12⌋ by the k-th month of the year"),
        "change_vitality": ("7.7", "`vitality_speed`·(v* − v)"),
        "vitality_goal": ("7.7", "0.02 without members or as a shell"),
        "fail": ("7.7", "becomes a shell, and nothing closes"),
        "would_dissolve": ("7.7", "`dissolve_per_year`·exp(`dissolve_slope`·(½ − v))"),
        "withdrawn": ("7.7", "an organization withdrawn for 12 months leaves"),
        "merging_target": ("7.7", "no shell, not ending itself"),
        "merge": ("7.7", "*merged* into a joint branch of the same cell"),
        "convert": ("7.7", "willing until t + `willing_months`"),
    },
    "schedule": {
        "force": ("7.8", "intensity·min(1, months served/k)"),
        "has_stood": ("5", "no start, or one before month 0"),
        "faded_force": ("7.8", "½^(months since/`campaign_half_life_months`)"),
    },
    "targets": {
        "is_target": ("7.8", "kinds, types, sizes, channels; empty means all"),
        "is_narrow": ("7.8", "leaves out organizations under the committees that carry it"),
        "webster": ("7.4", "the largest weight/(2·seats + 1), ties to the earlier"),
        "is_named": ("7.8", "by the channel that organizations would have without policies"),
        "carries": ("7.8", "those of its kind (district or industry) in the target's places"),
    },
}  # fmt: skip
"""Where each rule of ``tests/oracle`` stands in the English page: its section, and words of it."""

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.-])")

HELD_ELSEWHERE = "docs/draws-population.md"
"""Parameters of the start only are read there."""


def text(language: str) -> str:
    return (ROOT / PAGES[language]).read_text(encoding="utf-8")


def prose(language: str) -> str:
    """Return a page without its tables."""
    return MARKED.sub("", text(language))


def sections(page_text: str) -> dict[str, str]:
    """Return sections by number; lines are put together, so that phrases may run over them."""
    parts = re.split(r"^#{2,3} (\d+(?:\.\d+)?) ", page_text, flags=re.M)
    return {
        number: re.sub(r"\s+", " ", part)
        for number, part in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_are_the_codes(language: str) -> None:
    assert text(language) == page(text(language), language), "run: python -m tools.odd"
    assert "<!-- table: " in text(language)


def test_another_table_is_noticed() -> None:
    old = text("en").replace("`exit_per_year` | 0.012", "`exit_per_year` | 0.013")
    assert old != text("en")
    assert page(old, "en") == text("en")
    with pytest.raises(KeyError):
        table("nothing", "en")


def test_every_column_every_code_and_every_dose_has_words_in_both_languages() -> None:
    for owner in STATE.values():
        if owner is not Cells:
            assert issubclass(owner, Table)
            columns = [name for name in owner.columns() if name in owner.__annotations__]
            assert list(words_of(owner)) == columns
    words: list[Words] = [word for owner in STATE.values() for word in words_of(owner).values()]
    assert all(word.unit and word.en and word.zh for word in words)
    said: list[codes.Code | Dose] = [*(code for kind in CODES for code in kind), *DOSES.values()]
    for declared in said:
        for text in (declared.label, declared.meaning):
            assert text["en"] and re.search("[\u4e00-\u9fff]", text["zh"]), declared
    with pytest.raises(TypeError, match="no label"):

        class Bare(codes.Code):
            """A code without a label."""

            NAMELESS = 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_has_a_name_is_there(language: str) -> None:
    whole, words = text(language), prose(language)
    named = [*POLICIES, *MEASURES, *DOSES, *PARAMETERS]
    named += [code.name.lower() for kind in CODES for code in kind]
    assert [name for name in named if f"`{name}`" not in whole] == []
    said = set(re.findall(r"[A-Z][A-Z_]+", words))
    assert [process.name for process in Process if process.name not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_and_dose_has_a_part_in_a_rule(language: str) -> None:
    words = prose(language)
    start = (ROOT / HELD_ELSEWHERE).read_text(encoding="utf-8")
    used = set(re.findall(r"[a-z][a-z_0-9]+", words))
    at_start = set(re.findall(r"`([a-z_0-9]+)`", start))
    missing = [
        name
        for name, parameter in PARAMETERS.items()
        if name not in used and not (parameter.section in ("5", "7.5") and name in at_start)
        and not (name.startswith("base_") and "`base_interference` … `base_benefit`" in start)
    ]  # fmt: skip
    assert missing == []
    doses = [d.name for d in DOSES.values() if d.level is Level.ORGANIZATION]
    assert [name for name in doses if name not in used] == []


def test_both_languages_say_the_same_names() -> None:
    names = [set(re.findall(r"`([\w.]+)`", prose(language))) for language in LANGUAGES]
    assert names[0] == names[1]
    numbers = [list(sections(text(language))) for language in LANGUAGES]
    assert numbers[0] == numbers[1]
    processes = {process.name for process in Process}
    drawn = [set(re.findall(r"[A-Z_]+", prose(language))) & processes for language in LANGUAGES]
    assert drawn[0] == drawn[1]


def test_no_number_of_a_rule_is_lost_in_chinese() -> None:
    english, chinese = (sections(prose(language)) for language in LANGUAGES)
    for number, words in english.items():
        if number.startswith("7"):
            told, retold = (Counter(NUMBER.findall(part)) for part in (words, chinese[number]))
            assert told - retold == Counter(), number


def test_rules_of_rivals_stand_in_the_draws() -> None:
    told = (ROOT / "docs" / "draws.md").read_text(encoding="utf-8").partition("## 15 Rivals")[2]
    assert all(words in told for words in OF_RIVALS.values())


def test_every_rule_of_the_oracle_stands_in_its_section() -> None:
    found = sections(text("en"))
    for module, rules in RULES.items():
        source = (ROOT / "tests" / "oracle" / f"{module}.py").read_text(encoding="utf-8")
        functions = [
            node.name
            for node in ast.parse(source).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
        assert [name for name in functions if name not in OF_RIVALS] == list(rules), module
        for function, (section, words) in rules.items():
            assert words in found[section], f"{module}.{function}: {words}"
