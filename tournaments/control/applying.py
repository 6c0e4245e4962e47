"""Settings of a published page take effect here, and nowhere else."""

from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from wagtail.models import Page

from tournaments.brackets.models import Match, Round
from tournaments.control.faults import faults
from tournaments.control.locks import Refusal, new_lengths, refusals
from tournaments.control.page_settings import (
    drawn_specs,
    label_of,
    plain,
    settings_in_force,
    settings_of,
)
from tournaments.core.lots import new_secret
from tournaments.core.models import Organizer, Tournament
from tournaments.core.operations import LISTED, happened, lock, move
from tournaments.core.versions import raise_versions
from tournaments.engine.formats import parse_spec
from tournaments.registration.operations import fill_places

# Everything that shows words of a page.
PAGES = "pages"


@transaction.atomic
def apply_settings(page: Any) -> None:
    """Put the settings of a published ``page`` in force, as far as they may change.

    The first publish makes the Tournament. What may not change any more is kept on it with
    the reason, and the owner of the page is told; nothing is raised. A translation or an alias
    shares the Tournament of its source, so publishing one changes words only.
    """
    # The tournament first, as everywhere: others have locked it when they raise these versions.
    if tournament := Tournament.objects.behind(page).first():
        lock(tournament)
    raise_versions(PAGES, LISTED)
    if not page.live or page.alias_of_id:
        return
    # Two publishes of one page at once make one Tournament.
    if not Page.objects.select_for_update().filter(pk=page.pk).exists():
        return
    tournament = Tournament.objects.behind(page).first()
    if tournament is None:
        _begin(page)
    elif tournament.page_id == page.pk:
        _apply(lock(tournament), page)


def _begin(page: Any) -> None:
    """Make the Tournament of ``page``, unless it is a translation or could not be played."""
    organizer = organizer_of(page)
    settings = settings_of(page)
    if organizer is None or is_translation(page) or faults(settings):
        return
    tournament = _make(
        page.slug,
        page_id=page.pk,
        organizer=organizer,
        title=page.title,
        applied_revision_id=page.live_revision_id,
        draw_secret=new_secret(),
        **settings,
    )
    move(tournament, Tournament.Status.PUBLISHED, by=_publisher(page))


def organizer_of(page: Any) -> Organizer | None:
    """The organizer whose page, in whatever language, is the parent of ``page``."""
    parent = page.get_parent()
    return Organizer.objects.filter(page__translation_key=parent.translation_key).first()


def is_translation(page: Any) -> bool:
    """Whether an older page says the same in another language: that one is the source."""
    if page.pk is None:
        return False
    return (
        Page.objects.filter(translation_key=page.translation_key, pk__lt=page.pk)
        .exclude(alias_of__isnull=False)
        .exists()
    )


def _make(wanted: str, **fields: Any) -> Tournament:
    """The Tournament under the first free slug, also where two want the same one at once."""
    while True:
        slug = _free_slug(wanted)
        try:
            with transaction.atomic():
                return Tournament.objects.create(slug=slug, **fields)
        except IntegrityError:
            if not Tournament.objects.filter(slug=slug).exists():
                raise


def _free_slug(wanted: str) -> str:
    """``wanted``, or with the first number that makes it unique over the whole site."""
    longest = Tournament._meta.get_field("slug").max_length
    for number in count(1):
        ending = f"-{number}" if number > 1 else ""
        slug = wanted[: longest - len(ending)] + ending
        if not Tournament.objects.filter(slug=slug).exists():
            return slug
    raise AssertionError("numbers do not end")


def _apply(tournament: Tournament, page: Any) -> None:
    before = settings_in_force(tournament)
    wanted = settings_of(page, drawn=drawn_specs(tournament))
    refused = refusals(tournament, wanted)
    settings = wanted | {refusal.field: before[refusal.field] for refusal in refused}
    settings = _without_faults(before, settings, refused)
    changed = {name for name, value in settings.items() if value != before[name]}
    is_new = page.live_revision_id != tournament.applied_revision_id

    for name in changed:
        setattr(tournament, name, settings[name])
    tournament.title = page.title
    tournament.applied_revision_id = page.live_revision_id
    tournament.refused_settings = [
        {"field": refusal.field, "label": refusal.label, "reason": refusal.reason}
        for refusal in refused
    ]
    tournament.save()
    if "stages" in changed:
        _change_drawn_stages(tournament)

    by = _publisher(page)
    if tournament.status == Tournament.Status.DRAFT:
        move(tournament, Tournament.Status.PUBLISHED, by=by)
    if changed:
        happened(
            "tournament.settings_applied",
            tournament,
            actor=by,
            before=plain({name: before[name] for name in changed}),
            after=plain({name: settings[name] for name in changed}),
        )
    if "capacity" in changed:
        fill_places(tournament)
    if refused and is_new:
        happened(
            "tournament.settings_refused",
            tournament,
            actor=by,
            after={"refused": tournament.refused_settings},
        )


def _without_faults(
    before: dict[str, Any], settings: dict[str, Any], refused: list[Refusal]
) -> dict[str, Any]:
    """``settings`` where nothing that changes makes a fault; adds to ``refused`` what did."""
    while culprits := {
        field: fault.message
        for fault in faults(settings)
        for field in fault.fields
        if settings[field] != before[field]
    }:
        settings = settings | {field: before[field] for field in culprits}
        refused += [Refusal(field, label_of(field), why) for field, why in culprits.items()]
    return settings


def _change_drawn_stages(tournament: Tournament) -> None:
    """Hand new names and lengths to the stages that are drawn already."""
    for stage in tournament.drawn_stages.filter(number__lte=len(tournament.stages)):
        wanted = tournament.stages[stage.number - 1]
        lengths = new_lengths(stage, parse_spec(wanted))
        for match, best_of in lengths.items():
            Round.objects.filter(pk=match.round_id).update(best_of=best_of)
            match.best_of = best_of
        Match.objects.bulk_update(lengths, ["best_of"])
        stage.spec = wanted
        stage.name = wanted["name"] or stage.name
        stage.save(update_fields=["spec", "name"])


def _publisher(page: Any) -> Any:
    return page.live_revision.user if page.live_revision_id else page.owner
