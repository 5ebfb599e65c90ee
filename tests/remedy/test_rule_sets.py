"""Dated rule sets: complete, dated, and the defaults of an assessment are the published numbers."""

import datetime

import msgspec
import pytest

from gongdao.remedy import Assessment, AssessmentError, Delay, rule_sets
from gongdao.remedy.rules import DEFAULT
from gongdao.remedy.steps import FORMULAS
from gongdao.remedy.validate import validate


def default_of(struct: type, field: str) -> object:
    return next(f.default for f in msgspec.structs.fields(struct) if f.name == field)


def test_the_default_is_the_newest_law_of_the_place():
    assert next(iter(rule_sets)) == DEFAULT == default_of(Assessment, "rules")
    newest = max(rules.in_force for rules in rule_sets.values())
    assert rule_sets[DEFAULT].in_force == newest == datetime.date(2021, 1, 1)


@pytest.mark.parametrize("id", rule_sets)
def test_defaults_of_an_assessment_are_the_published_numbers(id):
    rules = rule_sets[id]
    assert rules.id == id
    assert rules.parameter("margin_bp") == default_of(Assessment, "margin_bp")
    assert rules.parameter("damages_cap_bp") == default_of(Assessment, "damages_cap_bp")
    assert rules.parameter("delay_cap_bp") == default_of(Delay, "cap_bp")


@pytest.mark.parametrize("id", rule_sets)
def test_every_number_and_rule_says_where_it_comes_from(id):
    rules = rule_sets[id]
    assert set(rules.parameters) == set(rule_sets[DEFAULT].parameters)
    for parameter in rules.parameters.values():
        assert parameter.source
        assert parameter.status in ("V", "S", "M", "O")
        assert (parameter.status == "O") == parameter.source.startswith("GONGDAO")
    for rule in rules.rules.values():
        assert rule.article
        assert rule.status in ("V", "S", "M")


def test_every_rule_a_step_cites_exists():
    chinese = {rule for rule, _ in FORMULAS.values() if rule}
    for id in ("cn-2021", "cn-2021-undiscounted"):
        assert chinese <= set(rule_sets[id].rules)
    # The old law and the convention know no discount rule, the convention no earnest money and no ending at will.
    assert chinese - set(rule_sets["cn-1999"].rules) == {"L35"}
    assert chinese - set(rule_sets["cisg-1980"].rules) == {"L18", "L19", "L21", "L25", "L35"}


def test_all_forty_five_rules_are_there():
    assert list(rule_sets["cn-2021"].rules) == [f"L{n:02}" for n in range(1, 46)]


def test_a_set_that_extends_another_differs_only_where_it_says_so():
    base, switched = rule_sets["cn-2021"], rule_sets["cn-2021-undiscounted"]
    assert switched.rules == base.rules
    different = {name for name in base.parameters if base.parameters[name] != switched.parameters[name]}
    assert different == {"at_will_undiscounted"}
    assert (switched.extends, switched.supersedes) == ("cn-2021", "")
    assert (base.extends, base.supersedes) == ("", "cn-1999")


def test_what_a_law_does_not_know_has_no_article():
    assert rule_sets["cisg-1980"].article("L18") == ""
    assert rule_sets["cn-2021"].article("L18") == "CC 587"


def test_the_old_law_ended_when_the_new_began():
    assert rule_sets["cn-1999"].until == rule_sets["cn-2021"].in_force - datetime.timedelta(days=1)


def test_structs_of_the_kernel_go_through_the_same_gate():
    with pytest.raises(AssessmentError) as error:
        validate(Assessment(requirements=(), findings={}))
    assert (error.value.code, error.value.path) == ("no_requirement", "requirements")
