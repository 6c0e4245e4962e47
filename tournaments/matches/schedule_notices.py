"""Who is told of times: when to play, that it moved, that it is near, and what a side proposes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from deltacrown.accounts.models import Profile, User
from deltacrown.accounts.queries import zone_named
from tournaments.brackets.models import Match
from tournaments.core.models import Event
from tournaments.matches.models import Proposal
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.queries import people_of
from tournaments.registration.rules.words import local

URGENT = timedelta(minutes=15)


@notice("match.scheduled")
def scheduled(event: Event) -> list[Message]:
    """When, or at least where: a match whose time is taken away is one that was rescheduled."""
    if event.after["starts_at"]:
        text = _("%(match)s is played on %(new)s%(place)s.")
    elif event.after["station"]:
        text = _("%(match)s is played%(place)s, as soon as it is your turn. You are called.")
    else:
        text = _("%(match)s is played as soon as it is your turn. You are called.")
    return _to_sides(event, _("%(tournament)s: when you play"), text)


@notice("match.rescheduled")
def rescheduled(event: Event) -> list[Message]:
    before, after = event.before, event.after
    if after["starts_at"] is None:
        text = _("%(match)s is not played on %(old)s. You are called when it is your turn.")
    elif after["starts_at"] == before["starts_at"]:
        text = _("%(match)s is played on %(new)s as before, and now%(place)s.")
        if not after["station"]:
            text = _("%(match)s is played on %(new)s as before; where, you are told when called.")
    elif after["agreed"]:
        text = _("Both sides agreed: %(match)s is played on %(new)s%(place)s, not on %(old)s.")
    else:
        text = _("%(match)s is played on %(new)s%(place)s, not on %(old)s.")
    return _to_sides(event, _("%(tournament)s: your match has moved"), text)


@notice("match.reminder")
def reminder(event: Event) -> list[Message]:
    """The sides that have not checked in. Nobody, when the match moved or was decided meanwhile."""
    match, starts_at = event.subject, parse_datetime(event.after["starts_at"])
    if match is None or match.is_terminal or not _is_set_for(match, starts_at):
        return []
    there = match.check_ins.values("entrant")
    missing = match.sides.filter(entrant__isnull=False).exclude(entrant__in=there)
    return _messages(
        event,
        _people_on(missing.values_list("entrant__registration", flat=True)),
        _("%(tournament)s: you play soon"),
        _("%(match)s begins on %(new)s%(place)s. Be there in time."),
        is_urgent=timedelta(minutes=event.after["minutes"]) <= URGENT,
    )


@notice("match.time_proposed")
def time_proposed(event: Event) -> list[Message]:
    text = _(
        "%(side)s would like to play %(match)s on %(new)s. Accept or decline by %(deadline)s on "
        "the page of the match. Without an answer the time that is set stands."
    )
    return _to_the_other_side(event, _("%(tournament)s: another time is proposed"), text)


@notice("match.time_declined")
def time_declined(event: Event) -> list[Message]:
    text = _("The other side declined to play %(match)s on %(new)s. The time that is set stands.")
    return _to_the_proposer(event, _("%(tournament)s: your time was declined"), text)


@notice("match.proposal_expired")
def proposal_expired(event: Event) -> list[Message]:
    text = _("Nobody answered your proposal to play %(match)s on %(new)s. The set time stands.")
    return _to_the_proposer(event, _("%(tournament)s: your time was not answered"), text)


@notice("match.proposal_withdrawn")
def proposal_withdrawn(event: Event) -> list[Message]:
    text = _("%(side)s took back the proposal to play %(match)s on %(new)s.")
    return _to_the_other_side(event, _("%(tournament)s: a proposal was taken back"), text)


@notice("match.referee_assigned")
def referee_assigned(event: Event) -> list[Message]:
    """The referee, unless it was their own choice."""
    chosen = event.after["referee"]
    if event.subject is None or chosen is None or (event.actor and event.actor.pk == chosen):
        return []
    return _messages(
        event,
        User.objects.filter(pk=chosen),
        _("%(tournament)s: you are the referee"),
        _("You watch over %(match)s. Its page says when and where, and takes the result."),
    )


def _to_sides(event: Event, subject: str, text: str) -> list[Message]:
    match = event.subject
    if match is None:  # a correction took it back before anybody was told
        return []
    registrations = match.sides.values_list("entrant__registration", flat=True)
    return _messages(event, _people_on(registrations), subject, text)


def _to_the_other_side(event: Event, subject: str, text: str) -> list[Message]:
    proposal = _proposal(event)
    if proposal is None:
        return []
    others = proposal.match.sides.exclude(entrant=proposal.entrant_id)
    people = _people_on(others.values_list("entrant__registration", flat=True))
    return _messages(event, people, subject, text, proposal=proposal)


def _to_the_proposer(event: Event, subject: str, text: str) -> list[Message]:
    proposal = _proposal(event)
    if proposal is None:
        return []
    people = _people_on([proposal.entrant.registration_id])
    return _messages(event, people, subject, text, proposal=proposal)


def _proposal(event: Event) -> Proposal | None:
    """What the event is about; None when a correction took its match back meanwhile."""
    proposals = Proposal.objects.select_related("entrant", "match")
    return proposals.filter(pk=event.after["proposal"]).first()


def _people_on(registrations: Iterable[int | None]):
    return people_of([pk for pk in registrations if pk])


def _messages(
    event: Event,
    people: Iterable[User],
    subject: str,
    text: str,
    *,
    proposal: Proposal | None = None,
    is_urgent: bool = False,
) -> list[Message]:
    """One message for those of each time zone, since times are part of the text."""
    messages = []
    for zone, recipients in _by_zone(people).items():
        with timezone.override(zone):  # None: the site's zone
            words = _words(event, proposal)
        messages.append(
            Message(
                recipients,
                subject % words,
                text % words,
                event.subject.get_absolute_url(),
                is_urgent=is_urgent,
            )
        )
    return messages


def _words(event: Event, proposal: Proposal | None) -> dict[str, str]:
    station = event.after.get("station") or _station_of(event.subject)
    return {
        "tournament": event.tournament.title,
        "match": names_of_sides(event.subject) or event.subject.stage.name,
        "old": _time(event.before.get("starts_at")),
        "new": _time(event.after.get("starts_at")),
        "place": _(", %(station)s") % {"station": station} if station else "",
        "side": proposal.entrant.name if proposal else "",
        "deadline": local(proposal.deadline) if proposal else "",
    }


def names_of_sides(match: Match) -> str:
    """Those who are known of a match: "P1 – P2", or of a lobby all of them."""
    entrants = match.sides.filter(entrant__isnull=False).order_by("slot")
    names = list(entrants.values_list("entrant__name", flat=True))
    return " – ".join(names) if len(names) < 3 else get_text_list(names, _("and"))


def _by_zone(people: Iterable[User]) -> dict[ZoneInfo | None, list[User]]:
    people = list(people)
    zones = dict(Profile.objects.filter(user__in=people).values_list("user_id", "timezone"))
    found: dict[ZoneInfo | None, list[User]] = defaultdict(list)
    for person in people:
        found[zone_named(zones.get(person.pk, ""))].append(person)
    return found


def _time(moment: str | None) -> str:
    return local(parse_datetime(moment)) if moment else ""


def _is_set_for(match: Match, moment: datetime) -> bool:
    """Whether that is the time of ``match``; the log knows it to the millisecond."""
    fixture = getattr(match, "fixture", None)
    if fixture is None or fixture.starts_at is None:
        return False
    return abs(fixture.starts_at - moment) < timedelta(seconds=1)


def _station_of(match: Match) -> str:
    fixture = getattr(match, "fixture", None)
    return fixture.station.name if fixture and fixture.station else ""
