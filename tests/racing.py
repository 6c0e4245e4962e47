"""Two things at once, with real threads and real connections."""

from collections.abc import Callable
from threading import Barrier, BrokenBarrierError, Thread

from django.db import connection

from deltacrown.errors import Refused


def race(
    times: int, *runners: Callable[[], object], before_each: Callable[[], None] = lambda: None
) -> list[list[str]]:
    """Let the runners start together, ``times`` times; what they came to each time, sorted.

    "done", or the code of the refusal. The threads stay, as the workers of a web server do,
    and keep their connections. What else one of them raises ends the race, and is raised.
    """
    start = Barrier(len(runners), action=before_each)
    answers: list[list[str]] = [[] for _runner in runners]
    errors: list[BaseException] = []

    def run(place: int) -> None:
        try:
            for _number in range(times):
                start.wait(timeout=30)
                answers[place].append(_answer(runners[place]))
        except BrokenBarrierError:
            pass  # the other one has the reason
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
            start.abort()
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [sorted(each) for each in zip(*answers, strict=True)]


def _answer(runner: Callable[[], object]) -> str:
    try:
        runner()
    except Refused as refusal:
        return refusal.code
    return "done"
