import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import BaseCommand, call_command
from django.db import transaction
from django.db.models import Q
from django_q.models import Schedule
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage
from tournaments.content.models import TournamentIndexPage
from tournaments.content.operations import grant_rights
from tournaments.core.models import Game, Organizer
from tournaments.core.staffing import tournament_staff

GAMES = Path(__file__).resolve().parents[2] / "data" / "games.json"
# Name, task, and how many minutes lie between two runs.
SCHEDULES = [
    ("Publish scheduled pages", "tournaments.content.tasks.publish_scheduled", 1),
    ("Repair settings", "tournaments.content.tasks.repair_settings", 1),
    ("Close check-ins", "tournaments.registration.tasks.close_check_ins", 1),
    ("Expire what is not paid", "tournaments.payments.tasks.expire_overdue", 1),
    ("Send notices that wait", "tournaments.notifications.tasks.send_waiting", 1),
    ("Send daily summaries", "tournaments.notifications.tasks.send_digests", 5),
    ("Forget old notices", "tournaments.notifications.tasks.forget_old", 24 * 60),
    ("Remind of matches", "tournaments.matches.tasks.remind_of_matches", 1),
    ("Fill stations", "tournaments.matches.tasks.fill_all_stations", 1),
    ("Expire proposals of times", "tournaments.matches.tasks.expire_proposals", 1),
    ("Forfeit matches that nobody came to", "tournaments.matches.tasks.forfeit_no_shows", 1),
    ("Let time decide in map vetoes", "tournaments.matches.tasks.decide_vetoes", 1),
    ("Accept reports that nobody answered", "tournaments.matches.tasks.accept_silent_reports", 1),
    ("Resume what the queue gave up", "tournaments.control.tasks.resume", 15),
    ("Forget old limits", "tournaments.core.tasks.forget_old_limits", 24 * 60),
    ("Forget drafts of entries", "tournaments.registration.tasks.forget_drafts", 24 * 60),
    ("Forget images of proofs", "tournaments.payments.tasks.forget_images", 24 * 60),
    ("Forget abandoned statements", "tournaments.payments.tasks.forget_statements", 24 * 60),
]
VERIFIERS = "Payment verifiers"
MODERATORS = "Moderators"
REVIEW = "Review of new organizers"

HEADLINE = "Tournaments worth staying up for"
INTRODUCTION = (
    "Find a cup, bring your team, and follow every match live. Organizers publish, players "
    "register in minutes, and every champion takes a certificate home."
)
BODY: list[tuple[str, dict[str, Any]]] = [
    (
        "features",
        {
            "features": [
                {
                    "title": "Register in minutes",
                    "text": "Alone or as a team. Pay by mobile wallet, send the proof, and see "
                    "at once when it is verified.",
                },
                {
                    "title": "Brackets that stay fair",
                    "text": "Seeds, groups and knock-outs are drawn by open rules, and every "
                    "draw can be repeated and checked.",
                },
                {
                    "title": "Results you can show",
                    "text": "Champions, runners-up and everybody who played get a certificate "
                    "that anybody can verify.",
                },
            ]
        },
    ),
    (
        "faq",
        {
            "questions": [
                {
                    "question": "What does it cost?",
                    "answer": "<p>Watching is free, and so are many tournaments. Where there is "
                    "an entry fee, the tournament's page says how much and how to pay.</p>",
                },
                {
                    "question": "Do I need a team?",
                    "answer": "<p>Only where teams play. Make one on the site, and add your "
                    "players; the captain registers it.</p>",
                },
                {
                    "question": "Can I run my own tournament?",
                    "answer": "<p>Yes. Write to us, and we set up a page for you as an "
                    "organizer. From there you publish tournaments of your own.</p>",
                },
            ]
        },
    ),
]
INDEX = "<p>Everything that can be played or watched. Choose a game, or see what is open now.</p>"


class Command(BaseCommand):
    help = (
        "Set up what the site stands on: languages, front page, tournaments, games, groups, "
        "review of new organizers, and schedules. Safe to run again: what is there stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            _languages()
            home = _home()
            index = _index(home)
            _groups()
            _review(index)
            _games()
            _schedules()
            for organizer in Organizer.objects.all():
                grant_rights(organizer)
        call_command("update_index", verbosity=0)
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS("The site is set up."))


def _languages() -> None:
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def _home() -> HomePage:
    home = HomePage.objects.filter(alias_of=None).order_by("pk").first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(
                title=settings.WAGTAIL_SITE_NAME,
                slug="front-page",
                locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
                headline=HEADLINE,
                introduction=INTRODUCTION,
                body=BODY,
            )
        )
        home.save_revision().publish()
        _serve(home)
        _remove_welcome_page()
    _speak_every_language(home)
    return home


def _serve(home: HomePage) -> None:
    """Let the default site start at ``home``; one that was never named gets its address."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost"
    )
    if site.hostname == "localhost":
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = home
    site.save()


def _remove_welcome_page() -> None:
    """Wagtail's own first page, which is of no type of this site."""
    for page in Page.objects.filter(depth=2, numchild=0):
        if page.specific_class is Page:
            page.delete()


def _index(home: HomePage) -> TournamentIndexPage:
    index = TournamentIndexPage.objects.filter(alias_of=None).order_by("pk").first()
    if index is None:
        home = HomePage.objects.get(pk=home.pk)
        index = home.add_child(
            instance=TournamentIndexPage(
                title="Tournaments", slug="tournaments", show_in_menus=True, introduction=INDEX
            )
        )
        index.save_revision().publish()
    _speak_every_language(index)
    return index


def _speak_every_language(page: Page) -> None:
    """The page answers in each language; until somebody translates it, with the same words."""
    for locale in Locale.objects.exclude(pk=page.locale_id):
        if not page.has_translation(locale):
            page.copy_for_translation(locale, alias=True)


def _groups() -> None:
    verifiers, made = Group.objects.get_or_create(name=VERIFIERS)
    if made:
        verifiers.permissions.set(
            Permission.objects.filter(
                Q(codename="access_admin", content_type__app_label="wagtailadmin")
                | Q(codename="verify_paymentproof", content_type__app_label="tournaments")
            )
        )
    _moderators()
    tournament_staff()


def _moderators() -> None:
    """Who moderates also bans, unless somebody has given that right to others already."""
    moderators, _made = Group.objects.get_or_create(name=MODERATORS)
    rights = Permission.objects.filter(codename__in=["add_ban", "change_ban", "view_ban"])
    if not Group.objects.filter(permissions__in=rights).exists():
        moderators.permissions.add(*rights)


def _review(index: TournamentIndexPage) -> None:
    """What organizers without trust write waits below the index until a moderator has read it."""
    workflow = Workflow.objects.filter(name=REVIEW).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=REVIEW)
        task = GroupApprovalTask.objects.create(name=REVIEW)
        task.groups.add(Group.objects.get(name=MODERATORS))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in index.get_translations(inclusive=True):
        WorkflowPage.objects.get_or_create(page=page.page_ptr, defaults={"workflow": workflow})


def _games() -> None:
    for row in json.loads(GAMES.read_text(encoding="utf-8")):
        _game, made = Game.objects.get_or_create(slug=row["slug"], defaults=row)
        if not made and "map_pool" in row:
            _bring_maps(row)


def _bring_maps(row: dict[str, Any]) -> None:
    """A game from before there were vetoes gets its maps; one that has either list keeps both."""
    untouched = Game.objects.filter(slug=row["slug"], map_pool=[], start_sides=[])
    untouched.update(map_pool=row["map_pool"], start_sides=row["start_sides"])


def _schedules() -> None:
    for name, task, minutes in SCHEDULES:
        Schedule.objects.get_or_create(
            name=name,
            defaults={"func": task, "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )
