from tournaments.brackets import operations
from tournaments.brackets.models import Stage


def draw_stage(stage_id: int) -> None:
    operations.draw(Stage(pk=stage_id))  # read there, under the lock


def pair_round(stage_id: int, number: int) -> None:
    # None where a correction has taken the stage back since.
    if stage := Stage.objects.select_related("tournament").filter(pk=stage_id).first():
        operations.pair_round(stage, number=number)
