"""The measurement: viewers come, results are entered, the process dies and comes back."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic, sleep

from tests.load.processes import Helper, LiveProcess, environment, helper, live_process

VIEWER_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Size:
    viewers: int
    results: int
    seconds: float  # in which the results are entered
    coming: float  # seconds in which the viewers come
    entrants: int
    while_down: int  # results that are entered while there is no live process


@dataclass(frozen=True, slots=True)
class Found:
    size: Size
    bytes_alone: int
    bytes_a_viewer: float
    bytes_a_viewer_after: float
    live_seconds: float  # of a processor, while the results were entered
    told: int
    delays: Counter[int]  # by milliseconds
    entering: float
    on_final: int
    on_final_again: int
    seconds_until_back: float

    def delay(self, share: float) -> int:
        """The milliseconds within which this share of all was told."""
        left = share * self.delays.total()
        for milliseconds, number in sorted(self.delays.items()):
            left -= number
            if left <= 0:
                return milliseconds
        raise ValueError("nothing was told")

    @property
    def faults(self) -> list[str]:
        """What is not as it must be."""
        everybody, results = self.size.viewers, self.size.results
        checks = {
            f"on the final version: {self.on_final} of {everybody}": self.on_final == everybody,
            f"and after the process was killed: {self.on_final_again}": self.on_final_again
            == everybody,
            f"known of all commits: {self.delays.total()}": self.delays.total()
            == everybody * results,
        }
        return [name for name, holds in checks.items() if not holds]


def measured(database_url: str, size: Size) -> Found:
    """Run it all on ``database_url``, which is migrated; the rows stay there."""
    env = environment(database_url)
    with ExitStack() as stack:
        official = stack.enter_context(helper("tests.load.entering", env))
        cup = official.ask(do="make", entrants=size.entrants)
        groups = [
            stack.enter_context(helper("tests.load.viewers", env))
            for _number in range(VIEWER_PROCESSES)
        ]
        live = stack.enter_context(live_process(env))
        return _measured(size, live, official, groups, cup)


def _measured(
    size: Size, live: LiveProcess, official: Helper, groups: list[Helper], cup: dict
) -> Found:
    alone = live.memory()
    _all(
        groups,
        do="open",
        port=live.port,
        token=cup["token"],
        number=size.viewers // len(groups),
        over=size.coming,
        version=cup["version"],
    )
    sleep(1)
    with_viewers, used = live.memory(), live.cpu()

    start = monotonic()
    commits = official.ask(do="enter", cup=cup["cup"], number=size.results, over=size.seconds)
    entering = monotonic() - start
    final = commits[-1][0]
    on_final = sum(_all(groups, do="wait", version=final, within=15))
    used = live.cpu() - used
    after = live.memory()
    reports = _all(groups, do="report", commits=commits)

    live.kill()
    later = official.ask(do="enter", cup=cup["cup"], number=size.while_down, over=0)
    start = monotonic()
    live.start()
    again = sum(_all(groups, do="wait", version=later[-1][0], within=40))
    return Found(
        size=size,
        bytes_alone=alone,
        bytes_a_viewer=(with_viewers - alone) / size.viewers,
        bytes_a_viewer_after=(after - alone) / size.viewers,
        live_seconds=used,
        told=sum(report["told"] for report in reports),
        delays=sum((Counter(dict(report["delays"])) for report in reports), Counter()),
        entering=entering,
        on_final=on_final,
        on_final_again=again,
        seconds_until_back=monotonic() - start,
    )


def _all(groups: list[Helper], **question) -> list:
    for group in groups:
        group.tell(**question)
    return [group.answer() for group in groups]
