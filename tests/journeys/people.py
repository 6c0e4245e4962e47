"""People who walk the site: their accounts, and the way in."""

import re

from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from deltacrown.accounts.models import User
from tests.factories import UserFactory

PASSWORD = "correct-horse-battery"


def someone(username: str) -> User:
    """An account with a password and a verified address."""
    user = UserFactory(username=username)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def fill_in_who(page: Page, username: str) -> None:
    """Sign in on the page that asks for it, wherever it leads."""
    page.get_by_label("Username").or_(page.get_by_label(re.compile("mail"))).first.fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    fill_in_who(page, username)
    expect(page).to_have_url(re.compile("/accounts/me/"))
