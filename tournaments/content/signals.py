"""What follows when Wagtail publishes, unpublishes or moves a page."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from tournaments.content import operations


@receiver(page_published)
def take_effect(instance: Any, **kwargs: Any) -> None:
    operations.page_went_live(instance)


@receiver(page_unpublished)
def go_back(instance: Any, **kwargs: Any) -> None:
    operations.page_went_offline(instance)


@receiver(post_page_move)
def follow(instance: Any, **kwargs: Any) -> None:
    operations.page_moved(instance)
