from datetime import timedelta

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage
from tests.factories.core import GameFactory
from tournaments.content.models import OrganizerPage, TournamentIndexPage, TournamentPage
from tournaments.core.models import Organizer, Tournament

SINGLE_ELIMINATION = {
    "format": "single_elimination",
    "name": "Playoffs",
    "best_of": 1,
    "best_of_final": None,
    "third_place": False,
    "first_round": None,
}


def root_page() -> Page:
    """The root of all pages, with what Wagtail's migrations put beside it.

    A test that commits ends with empty tables, so the next one makes them again.
    """
    Locale.objects.get_or_create(language_code="en")
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def home_page() -> HomePage:
    """The front page of the default site; made when it is not there."""
    if found := HomePage.objects.first():
        return found
    root = root_page()
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(instance=HomePage(title="Home", slug="home-page"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


def tournament_index() -> TournamentIndexPage:
    return TournamentIndexPage.objects.first() or home_page().add_child(
        instance=TournamentIndexPage(title="Tournaments", slug="tournaments")
    )


class OrganizerFactory(factory.django.DjangoModelFactory):
    """An organizer with its page and group; ``members`` may act for it."""

    class Meta:
        model = Organizer
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organizer {n}")
    is_trusted = True
    group = factory.LazyAttribute(lambda o: Group.objects.create(name=f"Organizer: {o.name}"))
    page = factory.LazyAttribute(
        lambda o: tournament_index().add_child(instance=OrganizerPage(title=o.name)).page_ptr
    )

    @factory.post_generation
    def members(self, create, extracted, **kwargs):
        for user in extracted or ():
            user.groups.add(self.group)


class TournamentPageFactory(factory.Factory):
    """A live page with its settings; no live record behind it."""

    class Meta:
        model = TournamentPage

    title = factory.Sequence(lambda n: f"Cup {n}")
    game = factory.SubFactory(GameFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    stages = [("single_elimination", {"name": "Playoffs", "best_of": "1", "third_place": False})]

    @classmethod
    def _create(cls, model_class, *args, organizer=None, **kwargs):
        parent = (organizer or OrganizerFactory()).page.specific
        return parent.add_child(instance=model_class(**kwargs))


class TournamentFactory(factory.django.DjangoModelFactory):
    """A published tournament with its page, free, solo, open for registration, 16 places."""

    class Meta:
        model = Tournament

    organizer = factory.SubFactory(OrganizerFactory)
    game = factory.SubFactory(GameFactory)
    title = factory.Sequence(lambda n: f"Cup {n}")
    slug = factory.LazyAttribute(lambda o: o.title.lower().replace(" ", "-"))
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    status = Tournament.Status.PUBLISHED
    stages = [SINGLE_ELIMINATION]
    page = factory.LazyAttribute(
        lambda o: (
            TournamentPageFactory(
                organizer=o.organizer,
                game=o.game,
                title=o.title,
                slug=o.slug,
                starts_at=o.starts_at,
            ).page_ptr
        )
    )
