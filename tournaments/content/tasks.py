from django.core.management import call_command

from tournaments.content import operations


def repair_settings() -> None:
    operations.repair_settings()


def publish_scheduled() -> None:
    """Publish what is due, and unpublish what has expired."""
    call_command("publish_scheduled")
