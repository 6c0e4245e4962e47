"""What the site knows already, so that nobody types it again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from deltacrown.accounts.models import Profile, User
from tournaments.core.models import Tournament
from tournaments.registration.answers import Place, answers_of, pictures_of
from tournaments.registration.models import Registration
from tournaments.registration.questions import Kind, Question
from tournaments.registration.rules import player_ids


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of those who register: what stands, and what ``user`` told of themselves.

    Phone, mail and the like are filled in for ``user`` alone: a captain does not get to see
    those of the others.
    """

    user: User
    profile: Profile
    player_ids: Mapping[int, str] = field(default_factory=dict)
    own_answers: Mapping[str, Any] = field(default_factory=dict)
    member_answers: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    pictures: Collection[Place] = frozenset()
    remarks: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    guests: Mapping[str, str] = field(default_factory=dict)

    def answer_to(self, question: Question, person: User | None) -> Any:
        stands = self.member_answers.get(person.pk, {}) if person else self.own_answers
        if question.key in stands:
            return stands[question.key]
        if question.kind == Kind.PLAYER_ID:
            return self.player_ids.get((person or self.user).pk)
        if person and person.pk != self.user.pk:
            return None
        return self._of_user(question)

    def _of_user(self, question: Question) -> str | None:
        if question.kind == Kind.PHONE:
            return self.profile.phone or None
        if question.kind == Kind.EMAIL:
            return self.user.email
        label = question.label.casefold()
        if question.kind == Kind.TEXT and "discord" in label:
            return self.profile.discord or None
        if "country" in label and self.profile.country:
            name = self.profile.country.name
            return name if question.kind == Kind.TEXT or name in question.choices else None
        return None


def known_of(user: User, people: list[User], tournament: Tournament) -> Known:
    """What is known of somebody who begins to register."""
    profile = Profile.objects.filter(user=user).first() or Profile(user=user)
    return Known(user, profile, player_ids(tournament, {user, *people}))


def standing(registration: Registration, user: User, people: list[User]) -> Known:
    """What a registration says already, and what was remarked on it."""
    own, members = answers_of(registration)
    entries = list(registration.roster.all())
    guests = {"guest-name": registration.name, "guest-tag": registration.tag}
    for number, entry in enumerate(entries, start=1):
        guests |= {f"guest-{number}-name": entry.name, f"guest-{number}-id": entry.player_id}
    return Known(
        user,
        Profile(user=user),
        player_ids(registration.tournament, people),
        own,
        members,
        pictures_of(registration),
        registration.remarks,
        {entry.user_id: entry.role for entry in entries if entry.user_id},
        guests if registration.is_guest else {},
    )
