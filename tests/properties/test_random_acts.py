"""Random acts by random roles at random times: what must hold always, holds after every one of them."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gongdao.kernel.acts import ACTS
from tests.properties.walk import COUNTS, REFUSED, STARTS, Walk

ACTS_IN_CI = 10_000
SEED = st.integers(0, 2**64)


class Life(RuleBasedStateMachine):
    """One order, begun at some point of its life."""

    @initialize(start=st.sampled_from(STARTS), seed=SEED)
    def begins(self, start: str, seed: int) -> None:
        self.rng = Random(seed)
        self.walk = Walk(start, self.rng)

    @rule(seed=SEED)
    def people_act(self, seed: int) -> None:
        # Hypothesis likes small seeds; mixed with what went before, every stretch of life is still another one.
        self.rng.seed(f"{seed} {self.rng.random()}")
        try:
            for _ in range(5):
                self.walk.step(self.rng)
        except Exception as fault:
            raise AssertionError(f"{fault}\n  {self.walk.tell()}") from fault

    @invariant()
    def secrets_are_kept(self) -> None:
        if hasattr(self, "walk"):
            try:
                self.walk.keeps_secrets()
            except Exception as fault:
                raise AssertionError(f"{fault}\n  {self.walk.tell()}") from fault

    def teardown(self) -> None:
        if hasattr(self, "walk"):
            try:
                self.walk.comes_to_an_end()
                self.walk.keeps_secrets()
                self.walk.replays()
            except Exception as fault:
                raise AssertionError(f"{fault}\n  {self.walk.tell()}") from fault


def lives(examples: int, steps: int) -> None:
    COUNTS.clear()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            # The walk tells itself when it fails; shrinking it would take longer than reading it.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
    print({"tried": COUNTS["tried"], "stood": COUNTS["stood"], "codes": len(REFUSED), "never": never()})


def never() -> list[str]:
    """Kinds of act that never once stood in the walk."""
    return sorted(set(ACTS) - set(COUNTS))


def test_ten_thousand_random_acts() -> None:
    lives(examples=160, steps=22)
    assert COUNTS["tried"] >= ACTS_IN_CI, COUNTS
    # A walk in which little stands has shown little.
    assert COUNTS["stood"] >= ACTS_IN_CI // 4, COUNTS
    assert len(never()) <= 6, never()


@pytest.mark.soak
def test_a_hundred_thousand_random_acts() -> None:
    lives(examples=1_600, steps=22)
    assert COUNTS["tried"] >= 10 * ACTS_IN_CI, COUNTS
    assert never() == []
