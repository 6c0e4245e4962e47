from tournaments.brackets import operations
from tournaments.brackets.models import Stage


def draw_stage(stage_id: int) -> None:
    if stage := _stage(stage_id):
        operations.draw(stage)


def pair_round(stage_id: int, number: int) -> None:
    if stage := _stage(stage_id):
        operations.pair_round(stage, number=number)


def _stage(stage_id: int) -> Stage | None:
    """None where a correction has taken the stage back since."""
    return Stage.objects.select_related("tournament").filter(pk=stage_id).first()
