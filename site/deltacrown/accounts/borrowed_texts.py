"""Texts of Django and allauth that visitors meet and that have no Bengali of their own.

Nothing imports this: it stands here so that ``make messages`` collects them with ours.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

gettext_noop("Your password can’t be too similar to your other personal information.")
gettext_noop("The password is too similar to the %(verbose_name)s.")
gettext_noop("Your password can’t be a commonly used password.")
gettext_noop("This password is too common.")
gettext_noop("Your password can’t be entirely numeric.")
gettext_noop("This password is entirely numeric.")
gettext_noop(
    "File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."
)
gettext_noop("Null characters are not allowed.")
gettext_noop("This account is currently inactive.")
gettext_noop("The email address and/or password you specified are not correct.")
gettext_noop("The username and/or password you specified are not correct.")
gettext_noop("A user is already registered with this email address.")
gettext_noop("This email address is already associated with this account.")
gettext_noop("You cannot remove your primary email address.")
gettext_noop("Your primary email address must be verified.")
gettext_noop("Please type your current password.")
gettext_noop("Incorrect password.")
gettext_noop("The password reset token was invalid.")
gettext_noop("Too many failed login attempts. Try again later.")
gettext_noop("Username can not be used. Please use other username.")
gettext_noop("Be patient, you are sending too many requests.")
gettext_noop("Remember Me")
gettext_noop("Current Password")
gettext_noop("New Password")
gettext_noop("New Password (again)")
gettext_noop("You must type the same password each time.")
gettext_noop("Username or email")
gettext_noop("Login")
gettext_noop("You have signed out.")
gettext_noop("Successfully signed in as %(name)s.")
gettext_noop("Confirmation email sent to %(email)s.")
gettext_noop("You have confirmed %(email)s.")
gettext_noop("Password successfully changed.")
gettext_noop("Password successfully set.")
gettext_noop("Primary email address set.")
gettext_noop("Removed email address %(email)s.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
)
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
)
ngettext_lazy(
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
)
ngettext_lazy(
    "Ensure that there are no more than %(max)s decimal place.",
    "Ensure that there are no more than %(max)s decimal places.",
)
ngettext_lazy(
    "Ensure that there are no more than %(max)s digit in total.",
    "Ensure that there are no more than %(max)s digits in total.",
)
ngettext_lazy("%(num)d year", "%(num)d years")
ngettext_lazy("%(num)d month", "%(num)d months")
ngettext_lazy("%(num)d week", "%(num)d weeks")
ngettext_lazy("%(num)d day", "%(num)d days")
ngettext_lazy("%(num)d hour", "%(num)d hours")
ngettext_lazy("%(num)d minute", "%(num)d minutes")
