from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from tournaments.core.models import Game, Tournament
from tournaments.management.benching.drawing import REPEATS as DRAWN
from tournaments.management.benching.drawing import draw_times, recording_times
from tournaments.management.benching.engine import (
    REPEATS,
    SIZES,
    SWISS_ROUND,
    engine_times,
    swiss_times,
)
from tournaments.management.benching.peers import NAME, NotRun, brackets_manager_times
from tournaments.management.benching.posting import AT_ONCE
from tournaments.management.benching.rush import faults, inserts_a_second, rush, rush_cup
from tournaments.management.benching.serving import requests_a_second, server
from tournaments.management.demonstrating.loading import WORLD_CUP
from tournaments.management.replaying.archive import replayed
from tournaments.management.replaying.reading import read_event

CAPACITY, WAITLIST, RUSHING, WITHDRAWING = 128, 500, 2000, 40


class Command(BaseCommand):
    help = "Measure the engine, the draw and the tournament page; ratios hold within one run."

    def handle(self, *args, **options):
        call_command("setup_site", verbosity=0)
        self.stdout.write(f"database: {connection.vendor}")
        self._engine()
        self._draw()
        self._rush()
        self._pages()

    def _engine(self):
        self.stdout.write(f"\nEngine, no database (best of {REPEATS})")
        double = {}
        for name, entrants, matches, milliseconds in engine_times():
            self.stdout.write(
                f"  {name:<20}{entrants:>6} entrants {matches:>6} matches {milliseconds:>9.2f} ms"
            )
            if name == "double_elimination":
                double[entrants] = milliseconds
        self._growth(double)
        self._beside(double)
        self.stdout.write(f"\nSwiss, pairing of round {SWISS_ROUND}")
        for entrants, rematches, milliseconds in swiss_times():
            self.stdout.write(
                f"  {entrants:>6} entrants {rematches:>6} rematches {milliseconds:>9.1f} ms"
            )

    def _growth(self, double):
        self.stdout.write("\nDouble elimination, microseconds an entrant (level: linear in N)")
        for entrants, milliseconds in double.items():
            self.stdout.write(f"  {entrants:>6} entrants {1000 * milliseconds / entrants:>9.2f} µs")

    def _beside(self, double):
        self.stdout.write(f"\nDouble elimination beside {NAME} (best of {REPEATS} each)")
        try:
            theirs = brackets_manager_times(SIZES, repeats=REPEATS)
        except NotRun as reason:
            self.stdout.write(f"  not run: {reason}")
            return
        for entrants, ours in double.items():
            self.stdout.write(
                f"  {entrants:>6} entrants {ours:>9.2f} ms, theirs {theirs[entrants]:>9.2f} ms:"
                f" {theirs[entrants] / ours:>6.1f} times as fast"
            )

    def _draw(self):
        self.stdout.write(f"\nDraw with all rows written (best of {DRAWN})")
        for name, entrants, queries, milliseconds in draw_times():
            self.stdout.write(
                f"  {name:<20}{entrants:>6} entrants {queries:>6} queries {milliseconds:>9.1f} ms"
            )
        self.stdout.write("\nOne result of a double elimination recorded")
        for entrants, result in recording_times():
            self.stdout.write(
                f"  {entrants:>6} entrants {result.queries:>6} queries"
                f" {result.rows:>6} rows written {result.milliseconds:>9.1f} ms"
            )

    def _rush(self):
        """Registrations a second, beside a view that inserts one row under the same server."""
        self.stdout.write(
            f"\nRush over HTTP, 2 workers of 4 threads, {AT_ONCE} at once: {RUSHING} players,"
            f" {CAPACITY} places, a waitlist of {WAITLIST}"
        )
        if connection.vendor != "postgresql":
            self.stdout.write("  not run: it needs PostgreSQL")
            return
        cup = rush_cup(
            Game.objects.create(name="Rush", slug="rush"), capacity=CAPACITY, waitlist=WAITLIST
        )
        with server() as port:
            bare = inserts_a_second(port)
            result = rush(port, cup, players=RUSHING, withdrawing=WITHDRAWING)
        rates = {
            "bare view, one row inserted": bare,
            "answers": result.answers_a_second,
            "registrations made": result.registrations_a_second,
        }
        for name, rate in rates.items():
            self.stdout.write(f"  {name:<28}{rate:>9.1f} a second {rate / bare:>10.3f}")
        wrong = faults(cup, result, waitlist=WAITLIST, withdrawing=WITHDRAWING)
        self.stdout.write(
            f"  {CAPACITY} hold a place, {len(result.waiting)} wait in order; {WITHDRAWING} left,"
            f" {len(result.offered)} have an offer; faults: {wrong or 'none'}"
        )

    def _pages(self):
        report = replayed(read_event(WORLD_CUP), keep=True)
        page = Tournament.objects.get(slug=report.tournament).page
        path = page.get_url()
        self.stdout.write(f"\nPages under gunicorn, 2 workers of 4 threads: {path}")
        with server(PAGE_CACHE_SECONDS="0") as port:
            rates = {"trivial Django view": requests_a_second(port, "/bench/trivial/")}
            rates["tournament page, uncached"] = requests_a_second(port, path)
        with server(PAGE_CACHE_SECONDS="60") as port:
            rates["tournament page, cached"] = requests_a_second(port, path)
        trivial = rates["trivial Django view"]
        for name, rate in rates.items():
            self.stdout.write(f"  {name:<28}{rate:>9.1f} requests/s {rate / trivial:>8.3f}")
