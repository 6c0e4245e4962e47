import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tournaments.management.replaying.archive import replayed
from tournaments.management.replaying.parts import Fault
from tournaments.management.replaying.reading import read_event
from tournaments.management.replaying.report import Report


class Undo(Exception):
    """Ends the transaction of a replay whose rows are not to stay."""


class Command(BaseCommand):
    help = (
        "Play a recorded event through the site and compare what the site computes with what "
        "the file records. Exits 1 when there is a difference."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the event, as JSON")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="keep the tournament; when it was kept before, compare what is there",
        )

    def handle(self, *args, file: Path, json: bool, keep: bool, **options):
        try:
            report = self._replay(file, keep=keep)
        except Fault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(_as_json(report) if json else report.as_text())
        if report.differences:
            raise SystemExit(1)

    def _replay(self, file: Path, *, keep: bool) -> Report:
        event = read_event(file)
        report = None
        try:
            with transaction.atomic():
                report = replayed(event, keep=keep)
                if not keep:
                    raise Undo
        except Undo:
            pass
        assert report is not None, "only a replay that ended is undone"
        return report


def _as_json(report: Report) -> str:
    return json.dumps(report.as_dict(), indent=2, ensure_ascii=False)
