"""Tags that every room's templates use: times, money, languages, initials."""

from datetime import UTC, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from deltacrown.cms.languages import Language, page_in_languages, path_in_languages

register = template.Library()

SYMBOLS = {"BDT": "৳"}


@register.simple_tag
def local_time(moment: datetime | None) -> SafeString | str:
    """The moment in the zone in force, named. A script shows anonymous visitors their own zone."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" class="js-local">{} ({})</time>',
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        date_format(timezone.localtime(moment), "j M Y, H:i"),
        timezone.get_current_timezone_name(),
    )


@register.simple_tag
def local_clock(moment: datetime) -> SafeString:
    """The time of day alone, in the same zone as ``local_time``, for lists of one day."""
    return format_html(
        '<time datetime="{}" class="js-local" data-clock>{}</time>',
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        date_format(timezone.localtime(moment), "H:i"),
    )


@register.simple_tag
def money(amount: Decimal | int, currency: str, *, free: bool = False) -> str:
    """An amount as people write it: "৳ 500", "USD 10.50"; with ``free``, nothing is "Free"."""
    amount = Decimal(amount)
    if free and not amount:
        return _("Free")
    written = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{SYMBOLS.get(currency, currency)} {written}"


@register.simple_tag(takes_context=True)
def page_languages(context: template.Context) -> list[Language]:
    """Where this page is in each language of the site."""
    page = context.get("page")
    if isinstance(page, Page) and page.pk:
        return page_in_languages(page)
    return path_in_languages(context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def section(context: template.Context, address: str) -> str:
    """``aria-current`` for a link of the main menu: this page, or one below it."""
    path = context["request"].path
    if path == address:
        return SafeString('aria-current="page"')
    return SafeString('aria-current="true"') if path.startswith(address) else ""


@register.filter
def initials(name: str) -> str:
    """Two letters that stand for a name: of its first two words, or its first two."""
    words = name.split()
    return "".join(word[0] for word in words[:2]) if len(words) > 1 else name[:2]
