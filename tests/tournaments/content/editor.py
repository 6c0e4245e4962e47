"""The CMS as an editor's browser uses it."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests import factories
from tournaments.content.models import TournamentPage
from tournaments.control.page_settings import SETTINGS

WORDS = ("title", "slug", "introduction", "body", "seo_title", "search_description")
NOTHING_ELSE = {
    "banner": "",
    "social_image": "",
    "go_live_at": "",
    "expire_at": "",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}


def data_of(page: Page, **changes: str) -> dict[str, str]:
    """What the editor sends for ``page`` as it stands, with ``changes`` to single inputs."""
    fields = {name: _sent(getattr(page, name)) for name in (*WORDS, *SETTINGS)}
    return nested_form_data(fields | NOTHING_ELSE) | changes


def _sent(value: Any) -> Any:
    match value:
        case None | False:
            return ""
        case datetime():
            return moment(value)
        case Model():
            return str(value.pk)
        case StreamValue():
            return streamfield([(child.block_type, _sent(child.value)) for child in value])
        case StructValue():
            blocks = value.block.child_blocks
            whole = {name: value.get(name, blocks[name].get_default()) for name in blocks}
            return {name: _sent(part) for name, part in whole.items()}
        case ListValue() | list():
            rows = {
                str(place): {"deleted": "", "order": str(place), "id": "", "value": _sent(part)}
                for place, part in enumerate(value)
            }
            return rows | {"count": str(len(rows))}
    return str(value)


def moment(when: datetime) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M")


def new_page(**fields: Any) -> TournamentPage:
    """What an editor may have typed into an empty editor; nothing is saved."""
    return factories.TournamentPageFactory.build(
        **{"title": "Spring Cup", "slug": "spring-cup", "game": factories.GameFactory()} | fields
    )


def create(client, parent: Page, data: dict[str, str], action: str = "publish"):
    address = reverse("wagtailadmin_pages:add", args=["tournaments", "tournamentpage", parent.pk])
    return client.post(address, data | {f"action-{action}": "1"})


def edit(client, page: Page, data: dict[str, str], action: str = "publish"):
    """Press the button ``action``: publish, submit, or save (a draft)."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, data | {f"action-{action}": "1"})


def errors(response) -> dict[str, list[str]]:
    """What the editor shows beside the fields; empty when it took them."""
    if response.status_code == 302:
        return {}
    form = response.context["form"]
    return {field: [str(error) for error in found] for field, found in form.errors.items()}


def messages(response) -> list[str]:
    """What the admin says above the page that it leads to."""
    return [str(message).strip() for message in response.context["messages"]]


def superuser():
    return factories.UserFactory(is_staff=True, is_superuser=True)
