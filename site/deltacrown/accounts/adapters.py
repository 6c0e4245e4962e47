import re

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

USERNAME = re.compile(r"\w[\w.+-]{0,29}")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open; a login leads to the page that asked for it, or to the account page."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_not_public": _(
            "A username has at most 30 letters, digits, dots, hyphens or underscores, and begins "
            "with a letter or a digit. Everybody sees it, so it is not an e-mail address."
        )
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        if not USERNAME.fullmatch(username):
            raise self.validation_error("username_not_public")
        return super().clean_username(username, shallow=shallow)

    def format_email_subject(self, subject: str) -> str:
        return f"[DeltaCrown] {subject}"
