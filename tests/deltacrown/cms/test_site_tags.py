from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from wagtail.models import Locale

from deltacrown.cms.languages import Language, page_in_languages, path_in_languages
from deltacrown.cms.templatetags.site_tags import initials, local_time, money
from tests.factories import TournamentFactory, home_page, tournament_index

KICK_OFF = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


def test_local_time_names_the_zone_in_force():
    with timezone.override(ZoneInfo("Europe/Paris")):
        shown = local_time(KICK_OFF)

    assert shown == (
        '<time datetime="2026-11-21T14:00:00Z" class="js-local">'
        "21 Nov 2026, 15:00 (Europe/Paris)</time>"
    )


def test_local_time_is_the_site_zone_when_nobody_chose_one():
    assert "21 Nov 2026, 20:00 (Asia/Dhaka)" in local_time(KICK_OFF)


def test_local_time_of_no_moment_is_nothing():
    assert local_time(None) == ""


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (Decimal("500.00"), "BDT", "৳ 500"),
        (Decimal("100000"), "BDT", "৳ 100,000"),
        (Decimal("10.50"), "USD", "USD 10.50"),
        (Decimal("1e3"), "USD", "USD 1,000"),
        (0, "BDT", "৳ 0"),
    ],
)
def test_money_is_written_as_people_write_it(amount, currency, written):
    assert money(amount, currency) == written


def test_no_money_is_free_where_asked():
    assert money(Decimal("0.00"), "BDT", free=True) == "Free"


@pytest.mark.parametrize(
    ("path", "language", "address"),
    [
        ("/teams/?q=a", "bn", "/bn/teams/?q=a"),
        ("/bn/teams/?q=a", "en", "/teams/?q=a"),
        ("/bn/", "en", "/"),
        ("/", "bn", "/bn/"),
        ("/bnow/", "bn", "/bn/bnow/"),
    ],
)
def test_an_application_page_is_the_same_path_under_each_prefix(path, language, address):
    found = {each.code: each.address for each in path_in_languages(path)}

    assert found[language] == address


@pytest.mark.django_db
def test_a_page_without_translation_leads_to_the_nearest_one_above_it():
    index = tournament_index()
    bengali = Locale.objects.get_or_create(language_code="bn")[0]
    home_page().copy_for_translation(bengali, alias=True)
    cup = TournamentFactory().page

    assert page_in_languages(index) == [
        Language("en", "English", index.url),
        Language("bn", "বাংলা", "/bn/", is_same=False),
    ]
    assert [each.is_same for each in page_in_languages(cup)] == [True, False]


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ("/teams/", 'aria-current="page"'),
        ("/teams/dragons/", 'aria-current="true"'),
        ("/search/", ""),
    ],
)
def test_section_marks_the_link_of_the_part_one_is_in(path, mark):
    template = Template("{% load site_tags %}{% section '/teams/' %}")

    assert template.render(Context({"request": RequestFactory().get(path)})) == mark


@pytest.mark.parametrize(
    ("name", "letters"), [("Dhaka Dragons", "DD"), ("rafi", "ra"), ("Ω", "Ω"), ("", "")]
)
def test_initials_are_at_most_two(name, letters):
    assert initials(name) == letters


def test_month_is_bengali_on_a_bengali_page():
    with translation.override("bn"):
        assert "21 নভে" in local_time(KICK_OFF)
