"""Why one stands above another in a table: a sentence for every two neighbours."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tournaments.brackets.figures import two_figures
from tournaments.brackets.names import CRITERIA, WITHOUT_FIGURES
from tournaments.brackets.standings import GroupTable
from tournaments.engine.standings import Row


def reasons(table: GroupTable) -> tuple[str, ...]:
    """The table in sentences, from the top.

    One speaks for all while nobody has played, and on a ladder whose places are swapped.
    """
    if len(table.rows) < 2:
        return ()
    if not any(map(_is_known, table.rows)):
        return (_("Nobody has played yet; the order is that of the seeds."),)
    if not any(row.decision or row.tied for row in table.rows):
        return (
            _(
                "Everybody keeps a place until somebody from below wins a challenge; then the two "
                "change places."
            ),
        )
    return tuple(_between(table, above, row) for above, row in pairwise(table.rows))


def why(table: GroupTable, above: Row, row: Row) -> str:
    """Which criterion put ``row``, which has a decision, below ``above``."""
    decision = row.decision
    more, less = two_figures(decision.above, decision.own, decision.criterion)
    words = {
        "above": table.entrants[above.entrant].name,
        "below": table.entrants[row.entrant].name,
        "criterion": CRITERIA[decision.criterion],
        "more": more,
        "less": less,
    }
    if decision.criterion in WITHOUT_FIGURES:
        return _("%(above)s stands above %(below)s by %(criterion)s.") % words
    sentence = _("%(above)s stands above %(below)s by %(criterion)s, %(more)s to %(less)s.") % words
    if is_head_to_head(decision.criterion) and len(decision.among) > 2:
        return _("%(sentence)s Level were %(names)s.") % {
            "sentence": sentence,
            "names": names(table, decision.among),
        }
    return sentence


def level(table: GroupTable, entrants: Sequence[int]) -> str:
    """That no criterion separates ``entrants``, once the table is over."""
    return _("%(names)s are level; an official decides.") % {"names": names(table, entrants)}


def names(table: GroupTable, entrants: Sequence[int]) -> str:
    return get_text_list([table.entrants[entrant].name for entrant in entrants], _("and"))


def is_head_to_head(criterion: str) -> bool:
    return criterion.startswith("head_to_head")


def _between(table: GroupTable, above: Row, row: Row) -> str:
    if row.decision:
        return why(table, above, row)
    both = [above.entrant, row.entrant]
    if table.is_over:
        return level(table, both)
    if above.played or row.played:
        return _("%(names)s are level so far.") % {"names": names(table, both)}
    return _("%(names)s have not played yet.") % {"names": names(table, both)}


def _is_known(row: Row) -> bool:
    """Whether something other than its seed gives the row its place."""
    return bool(row.played) or row.decided_by not in {None, "seed"}
