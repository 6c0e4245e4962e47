"""How the numbers of a table are written."""

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tournaments.engine.types import Number

RATES = frozenset({"game_win_rate", "opponents_win_rate"})
MOST_PLACES = 6


def figure(value: Number, criterion: str = "", *, places: int | None = None) -> str:
    """A whole number as it is, any other with two decimals at most, a rate in percent with one.

    The minus is as wide as a plus.
    """
    is_rate = criterion in RATES
    if isinstance(value, int) and not is_rate:
        return str(value).replace("-", "−")  # most cells of a table, and quickly
    if places is None:
        places = 1 if is_rate else 2
    number = _rounded(value * 100 if is_rate else value, places)
    decimals = max(0, -int(number.as_tuple().exponent))
    text = number_format(number, decimal_pos=decimals).replace("-", "−")
    return _("%(number)s%%") % {"number": text} if is_rate else text


def signed(value: Number) -> str:
    return f"+{figure(value)}" if value > 0 else figure(value)


def two_figures(more: Number, less: Number, criterion: str) -> tuple[str, str]:
    """Both values with as many decimals as it takes to tell them apart."""
    for places in (None, 3, 4, 5, MOST_PLACES):
        pair = figure(more, criterion, places=places), figure(less, criterion, places=places)
        if pair[0] != pair[1]:
            break
    return pair


def _rounded(value: Number, places: int) -> Decimal:
    """Halves go away from zero, as people round; zeros at the end are dropped."""
    doubled = 2 * abs(Fraction(value)) * 10**places
    number = Decimal((doubled.numerator // doubled.denominator + 1) // 2).scaleb(-places)
    number = -number if value < 0 else number
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
