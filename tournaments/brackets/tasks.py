from tournaments.brackets import operations
from tournaments.brackets.models import Stage


def draw_stage(stage_id: int) -> None:
    operations.draw(Stage.objects.select_related("tournament").get(pk=stage_id))
