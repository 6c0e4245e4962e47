from django.core.management import BaseCommand

from tournaments.notifications import vapid


class Command(BaseCommand):
    help = "Print a new key for web push, as lines for .env."
    requires_system_checks = []  # one of them is that the key is good

    def handle(self, **options) -> None:
        private_key = vapid.new_private_key()
        self.stdout.write(
            "# Browsers subscribe to this key: with another one they have to subscribe again.\n"
            f"# Public key: {vapid.public_key_of(private_key)}\n"
            f"VAPID_PRIVATE_KEY={private_key}\n"
            "# Where a push service can reach you.\n"
            "VAPID_CONTACT=mailto:you@example.org"
        )
