import pytest
from django.template.loader import get_template
from django.utils import timezone

from tournaments.control.models import Conclusion
from tournaments.control.steps import Step, next_step
from tournaments.core.models import Tournament

DONE = Conclusion(announced_at=timezone.now())


@pytest.mark.parametrize(
    ("status", "state", "step"),
    [
        ("draft", {}, Step.PUBLISH),
        ("published", {}, Step.DRAW),
        ("published", {"is_drawing": True}, Step.DRAWING),
        ("live", {"has_playable": True, "has_ties": True}, Step.PLAY),
        ("live", {"has_ties": True, "has_next_stage": True}, Step.DECIDE),
        ("live", {"has_next_stage": True}, Step.DRAW),
        ("live", {"has_next_stage": True, "is_drawing": True}, Step.DRAWING),
        ("live", {"is_pairing": True, "has_playable": True}, Step.PAIRING),
        ("live", {"can_draw": True, "has_next_stage": True, "has_playable": True}, Step.DRAW),
        ("live", {"can_pair": True, "has_playable": True}, Step.PAIR),
        ("live", {"has_open_ladder": True, "has_playable": True}, Step.PLAY),
        ("live", {"has_open_ladder": True, "has_next_stage": True}, Step.LADDER),
        ("live", {}, Step.COMPLETE),
        ("completed", {"conclusion": Conclusion()}, Step.CONCLUDING),
        ("completed", {"conclusion": DONE}, Step.ARCHIVE),
        ("cancelled", {}, Step.ARCHIVE),
        ("archived", {"conclusion": DONE}, Step.NOTHING),
    ],
)
def test_there_is_one_thing_to_do_next(status, state, step):
    nothing = dict.fromkeys(
        [
            "is_drawing",
            "is_pairing",
            "can_draw",
            "can_pair",
            "has_playable",
            "has_ties",
            "has_open_ladder",
            "has_next_stage",
        ],
        False,
    )

    found = next_step(Tournament(status=status), **{**nothing, "conclusion": None, **state})

    assert found is step


def test_only_a_worker_is_waited_for():
    assert {step for step in Step if step.is_work} == {
        Step.DRAWING,
        Step.PAIRING,
        Step.CONCLUDING,
    }


@pytest.mark.parametrize("step", Step)
def test_each_step_has_its_template(step):
    assert get_template(step.template)
