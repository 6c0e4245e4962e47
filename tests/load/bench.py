"""``make bench-live``: prints what was measured; fails when a promise is not kept."""

import os
import sys

from tests.load.measuring import Found, Size, measured

FULL = Size(viewers=5000, results=200, seconds=60, coming=15, entrants=256, while_down=5)
MOST_BYTES, LONGEST_DELAY = 40_000, 1000


def lines(found: Found) -> list[str]:
    size = found.size
    everybody = size.viewers
    return [
        f"{everybody} viewers over SSE on one live process, {size.results} results entered in"
        f" {found.entering:.0f} s; {os.cpu_count()} processors, {os.getloadavg()[0]:.1f} busy",
        f"  live process alone         {found.bytes_alone / 1e6:>10.1f} MB",
        f"  memory a viewer            {found.bytes_a_viewer / 1000:>10.1f} KB",
        f"  and after all results      {found.bytes_a_viewer_after / 1000:>10.1f} KB",
        f"  from commit to event, p50  {found.delay(0.5):>10} ms",
        f"                        p99  {found.delay(0.99):>10} ms",
        f"                        most {max(found.delays):>10} ms",
        f"  told                       {found.told:>10} events"
        f" of {everybody * size.results}, the rest in one with a later version",
        f"  processor of the process   {found.live_seconds:>10.1f} s",
        f"  on the final version       {found.on_final:>10} of {everybody}",
        f"  killed -9, {size.while_down} results without it, started again, back by themselves"
        f" within {found.seconds_until_back:.1f} s",
        f"  on the final version       {found.on_final_again:>10} of {everybody}",
    ]


def broken(found: Found) -> list[str]:
    promises = {
        f"more than {MOST_BYTES} bytes a viewer": found.bytes_a_viewer_after < MOST_BYTES,
        f"p99 above {LONGEST_DELAY} ms": found.delay(0.99) < LONGEST_DELAY,
    }
    return [*found.faults, *(name for name, kept in promises.items() if not kept)]


if __name__ == "__main__":
    found = measured(os.environ["DATABASE_URL"], FULL)
    wrong = broken(found)
    sys.stdout.write("\n".join([*lines(found), f"  faults: {wrong or 'none'}", ""]))
    sys.exit(bool(wrong))
