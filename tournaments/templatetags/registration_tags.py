"""Tags that speak of registrations."""

from django import template

from tournaments.registration.models import Registration

register = template.Library()


@register.simple_tag
def remark_on(registration: Registration, key: str) -> str:
    """What the organizer wants changed at the field ``key``; empty where nothing is."""
    return registration.remarks.get(key, "")
