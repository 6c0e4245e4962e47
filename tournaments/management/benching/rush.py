"""The rush: far more players than places, all at the same moment, over HTTP."""

from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

from django.urls import reverse

from tournaments.core.models import Event, Tournament
from tournaments.management.benching.posting import Answer, Post, people, post_all, signed_in
from tournaments.management.benching.scenery import bench_organizer, publish
from tournaments.registration.models import Registration

Status = Registration.Status
NO_ROOM = "The tournament is full, and so is its waitlist."


@dataclass(slots=True)
class Rush:
    """What became of it."""

    answers: list[Answer]
    seconds: float
    withdrawals: list[Answer] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)  # numbers, before anybody withdrew
    offered: list[int] = field(default_factory=list)  # numbers, after

    @property
    def registrations_a_second(self) -> float:
        return sum(answer.status == 302 for answer in self.answers) / self.seconds

    @property
    def answers_a_second(self) -> float:
        return len(self.answers) / self.seconds


def rush_cup(game, *, capacity: int, waitlist: int) -> Tournament:
    """A published, free tournament for single players with this much room."""
    organizer, official = bench_organizer()
    cup = publish(organizer, official, game, capacity=capacity)
    Tournament.objects.filter(pk=cup.pk).update(waitlist_max=waitlist)
    cup.refresh_from_db()
    return cup


def rush(port: int, cup: Tournament, *, players: int, withdrawing: int) -> Rush:
    """Let ``players`` register at once, then ``withdrawing`` of those who got a place leave."""
    path = reverse("registration:register", args=[cup.slug])
    users = people(players, prefix=f"rush-{cup.pk}-")
    sessions = dict(zip((user.pk for user in users), signed_in(users), strict=True))
    posts = [Post(path, session) for session in sessions.values()]
    start = perf_counter()
    result = Rush(post_all(port, posts), 0.0)
    result.seconds = perf_counter() - start
    result.waiting = _numbers(cup, Status.WAITLISTED)
    leaving = cup.registrations.filter(status=Status.CONFIRMED).order_by("?")[:withdrawing]
    result.withdrawals = post_all(
        port,
        [
            Post(reverse("registration:withdraw", args=[each.reference]), sessions[each.user_id])
            for each in leaving
        ],
    )
    result.offered = _numbers(cup, Status.OFFERED)
    return result


def inserts_a_second(port: int, *, number: int = 2000) -> float:
    """How many times a second a bare view inserts one row, for the same client."""
    posts = [Post("/bench/insert/", "")] * number
    start = perf_counter()
    answers = post_all(port, posts)
    assert {answer.status for answer in answers} == {200}
    return number / (perf_counter() - start)


def faults(cup: Tournament, result: Rush, *, waitlist: int, withdrawing: int) -> list[str]:
    """What is not as it must be; empty when all is well."""
    players = len(result.answers)
    lines = min(waitlist, players - cup.capacity)
    statuses = Counter(answer.status for answer in result.answers)
    told = [answer for answer in result.answers if answer.status == 200 and NO_ROOM in answer.body]
    made = list(cup.registrations.order_by("number").values_list("number", "pk"))
    events = Event.objects.filter(tournament=cup, kind="registration.made").order_by("pk")
    held = cup.registrations.holding_a_place().count()
    checks = {
        f"answers by status: {dict(statuses)}": statuses
        == Counter({302: cup.capacity + lines, 200: players - cup.capacity - lines}),
        f"told that there is no room: {len(told)}": len(told) == players - cup.capacity - lines,
        f"hold a place: {held}": held == cup.capacity,
        f"waited: {len(result.waiting)}": len(result.waiting) == lines,
        "numbers are 1, 2, 3 …": [number for number, _pk in made] == [*range(1, len(made) + 1)],
        "who waits came after all who hold a place": result.waiting
        == [*range(cup.capacity + 1, cup.capacity + lines + 1)],
        # The log is written under the tournament's lock, so its order is the order of the lock.
        "numbers are in the order of the lock": list(events.values_list("subject_id", flat=True))
        == [pk for _number, pk in made],
        f"withdrawals: {Counter(each.status for each in result.withdrawals)}": [
            each.status for each in result.withdrawals
        ]
        == [302] * withdrawing,
        f"offered: {result.offered[:3]} …": result.offered == result.waiting[:withdrawing],
    }
    return [name for name, holds in checks.items() if not holds]


def _numbers(cup: Tournament, status: Status) -> list[int]:
    rows = cup.registrations.filter(status=status).order_by("number")
    return list(rows.values_list("number", flat=True))
