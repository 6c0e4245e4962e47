"""Tags of notices: how many wait, and the looks of a mail."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tournaments.notifications.queries import MOST_COUNTED, unread_count

register = template.Library()

# Programs that show mails know no style sheets: each element carries its own look.
LOOKS = {
    "page": "margin:0;padding:16px;background:#f6f6fb;color:#15132e;"
    "font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans Bengali',sans-serif",
    "card": "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;"
    "border:1px solid #dcdbea;border-radius:12px",
    "brand": "margin:0 0 16px;font-weight:700;color:#4531d4",
    "title": "margin:0 0 12px;font-size:20px;line-height:1.3",
    "button": "display:inline-block;margin:8px 0;padding:12px 20px;border-radius:10px;"
    "background:#4531d4;color:#ffffff;font-weight:700;text-decoration:none",
    "item": "margin:0 0 16px;padding:0 0 16px;border-bottom:1px solid #dcdbea",
    "small": "max-width:560px;margin:16px auto 0;font-size:13px;color:#545270",
    "link": "color:#3f2bc9",
}


@register.simple_tag
def look(name: str) -> SafeString:
    """How one element of a mail looks."""
    return format_html('style="{}"', LOOKS[name])


@register.simple_tag(takes_context=True)
def unread(context: template.Context) -> str:
    """How many notices of the visitor wait, as the badge says it; empty when none does."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return ""
    number = unread_count(user)
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")
