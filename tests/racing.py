"""Two things at once, with real threads and real connections."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from deltacrown.errors import Refused


def race(
    times: int, *runners: Callable[[], object], before_each: Callable[[], None] = lambda: None
) -> list[list[str]]:
    """Let the runners start together, ``times`` times; what they came to each time, sorted.

    "done", or the code of the refusal. The threads stay, as the workers of a web server do,
    and keep their connections.
    """
    start = Barrier(len(runners), action=before_each)
    answers: list[list[str]] = [[] for _runner in runners]

    def run(place: int) -> None:
        try:
            for _number in range(times):
                start.wait(timeout=30)
                answers[place].append(_answer(runners[place]))
        except BaseException:
            start.abort()
            raise
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sorted(each) for each in zip(*answers, strict=True)]


def _answer(runner: Callable[[], object]) -> str:
    try:
        runner()
    except Refused as refusal:
        return refusal.code
    return "done"
