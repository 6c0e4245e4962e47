"""The CMS as an editor's browser uses it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests import factories

PLAYOFFS = {
    "name": "Playoffs",
    "best_of": "1",
    "best_of_final": "",
    "best_of_rounds": streamfield([]),
    "third_place": "",
    "first_round": "",
}


def moment(when) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M") if when else ""


def page_data(**changes) -> dict[str, str]:
    """What the editor of a tournament's page sends; ``changes`` replace fields."""
    data = {
        "title": "Spring Cup",
        "slug": "spring-cup",
        "introduction": "",
        "banner": "",
        "body": streamfield([]),
        "game": "",
        "starts_at": moment(timezone.now() + timedelta(days=7)),
        "stages": streamfield([("single_elimination", PLAYOFFS)]),
        "seeding": "registration_order",
        "prizes": streamfield([]),
        "participation": "solo",
        "roster_min": "",
        "roster_max": "",
        "capacity": "16",
        "minimum_entrants": "2",
        "registration_opens_at": "",
        "registration_closes_at": "",
        "check_in_opens_at": "",
        "check_in_closes_at": "",
        "entry_fee": "0",
        "currency": "BDT",
        "payment_methods": streamfield([]),
        "seo_title": "",
        "search_description": "",
        "social_image": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    return nested_form_data(data | changes)


def data_of(page: Page, **changes) -> dict[str, str]:
    """What the editor sends for ``page`` as it stands, with ``changes``."""
    dates = (
        "starts_at",
        "registration_opens_at",
        "registration_closes_at",
        "check_in_opens_at",
        "check_in_closes_at",
    )
    plain = ("title", "slug", "capacity", "minimum_entrants", "participation", "seeding")
    fields = {name: str(getattr(page, name)) for name in plain}
    fields |= {name: moment(getattr(page, name)) for name in dates}
    return page_data(**(fields | {"game": str(page.game_id)} | changes))


def edit(client, page: Page, data: dict[str, str], action: str = "action-publish"):
    data = {**data, action: "1"} if action else data
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def create(client, parent: Page, data: dict[str, str], action: str = "action-publish"):
    data = {**data, action: "1"} if action else data
    address = reverse("wagtailadmin_pages:add", args=["tournaments", "tournamentpage", parent.pk])
    return client.post(address, data)


def errors(response) -> dict[str, list[str]]:
    """What the editor shows beside the fields; empty when the form was accepted."""
    if response.status_code == 302:
        return {}
    form = response.context["form"]
    return {field: [str(error) for error in found] for field, found in form.errors.items()}


def superuser():
    return factories.UserFactory(is_staff=True, is_superuser=True)
