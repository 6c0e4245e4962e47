"""Where a page of the site is in each of its languages."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Language:
    """``address`` leads to the same page if ``is_same``, else to the nearest one above it."""

    code: str
    name: str
    address: str
    is_same: bool = True


def path_in_languages(path: str) -> list[Language]:
    """The same path under the prefix of each language; pages of applications are in all."""
    for code in _codes():
        if path.startswith(f"/{code}/"):
            path = path.removeprefix(f"/{code}")
            break
    return [
        _language(code, path if code == settings.LANGUAGE_CODE else f"/{code}{path}")
        for code in _codes()
    ]


def page_in_languages(page: Page) -> list[Language]:
    """The translations of a CMS page; where there is none, of the nearest page above it."""
    line = page.get_ancestors(inclusive=True)
    pages = (
        Page.objects.live()
        .filter(translation_key__in=line.values("translation_key"), depth__gt=1)
        .select_related("locale")
        .order_by("depth")
    )
    nearest = {each.locale.language_code: each for each in pages}
    return [
        _language(code, nearest[code].url, nearest[code].translation_key == page.translation_key)
        for code in _codes()
        if code in nearest and nearest[code].url
    ]


def _codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _language(code: str, address: str, is_same: bool = True) -> Language:
    return Language(code, get_language_info(code)["name_local"], address, is_same)
