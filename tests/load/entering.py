"""A process that makes a cup and enters its results, through the operations that people use."""

import json
import sys
from time import monotonic, sleep

import django

django.setup()

from django.db import transaction  # noqa: E402

from deltacrown.live_tokens import sign_topics  # noqa: E402
from tests.factories import drawn_cup, organizer_of, win  # noqa: E402
from tournaments.core.models import Tournament  # noqa: E402
from tournaments.core.operations import tournament_topic  # noqa: E402
from tournaments.core.versions import current_versions  # noqa: E402
from tournaments.matches.queries import playable_matches  # noqa: E402


def made(entrants: int) -> dict[str, object]:
    cup = drawn_cup(entrants)
    topic = tournament_topic(cup.pk)
    return {
        "cup": cup.pk,
        "token": sign_topics([topic]),
        "version": current_versions([topic])[topic],
    }


def entered(cup: Tournament, number: int, seconds: float) -> list[tuple[int, float]]:
    """Enter ``number`` results evenly over ``seconds``; each version, and when its commit began."""
    official, topic = organizer_of(cup), tournament_topic(cup.pk)
    commits = []
    start = monotonic()
    for place in range(number):
        sleep(max(0, start + seconds * place / number - monotonic()))
        with transaction.atomic():
            win(playable_matches(cup).first(), by=official)
            version = current_versions([topic])[topic]
            at = monotonic()
        commits.append((version, at))
    return commits


if __name__ == "__main__":
    for line in sys.stdin:
        question = json.loads(line)
        if question["do"] == "make":
            answer = made(question["entrants"])
        else:
            cup = Tournament.objects.get(pk=question["cup"])
            answer = entered(cup, question["number"], question["over"])
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
