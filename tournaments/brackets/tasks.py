from tournaments.brackets import operations
from tournaments.brackets.models import Stage


def draw_stage(stage_id: int) -> None:
    operations.draw(Stage.objects.select_related("tournament").get(pk=stage_id))


def pair_round(stage_id: int, number: int) -> None:
    stage = Stage.objects.select_related("tournament").filter(pk=stage_id).first()
    if stage:  # a correction may have taken the stage back since
        operations.pair_round(stage, number=number)
