from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.notifications.models import Webhook


class WebhookForm(forms.Form):
    """The address of a channel. Never shown again: who reads it can write there."""

    url = forms.URLField(
        label=_("Webhook address"),
        max_length=Webhook._meta.get_field("url").max_length,
        assume_scheme="https",
        help_text=_(
            "In Discord: settings of the channel, Integrations, Webhooks, New webhook, Copy "
            "webhook URL."
        ),
        widget=forms.URLInput(
            attrs={
                "autocomplete": "off",
                "placeholder": "https://discord.com/api/webhooks/…",
            }
        ),
    )
