"""What the site finds for words."""

from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import Page

from tournaments.content.models import OrganizerPage, TournamentPage
from tournaments.core.models import Tournament
from tournaments.core.queries import listed

MOST_RESULTS = 200
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Found:
    """``tournaments`` in the order of the results, without those that are put away."""

    tournaments: list[Tournament]
    organizers: list[OrganizerPage]


def found_for(words: str) -> Found:
    keys = _keys(TournamentPage, words)
    shown = listed().exclude(status=Tournament.Status.ARCHIVED)
    by_key = {
        tournament.page.translation_key: tournament
        for tournament in shown.filter(page__translation_key__in=keys)
    }
    return Found(
        tournaments=[by_key[key] for key in keys if key in by_key],
        organizers=_organizers(_keys(OrganizerPage, words)),
    )


def _organizers(keys: list) -> list[OrganizerPage]:
    """One page each: in the language in use where there is one."""
    pages = OrganizerPage.objects.live().filter(translation_key__in=keys).select_related("locale")
    language = get_language()
    ordered = sorted(pages, key=lambda page: page.locale.language_code == language)
    by_key = {page.translation_key: page for page in ordered}
    return [by_key[key] for key in keys]


def _keys(model: type[Page], words: str) -> list:
    """The pages that hold all the words, or a word of whose title begins like them; best first.

    By translation, so that a page in two languages is found once.
    """
    pages = model.objects.live()
    hits = [
        *pages.search(words, operator="and")[:MOST_RESULTS],
        *pages.autocomplete(words, operator="and")[:MOST_RESULTS],
    ]
    return list(dict.fromkeys(page.translation_key for page in hits))
