"""Which columns a table has: those of its kind, and one for each tiebreak that it lacks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from tournaments.brackets.figures import figure, signed
from tournaments.engine.standings import Row


@dataclass(frozen=True, slots=True)
class Column:
    """``short`` heads the column, ``title`` says what that means.

    ``text`` is what a row has in it: nothing where a tiebreak was not asked for that row.
    """

    key: str
    short: str | Promise
    title: str | Promise
    text: Callable[[Row], str]

    @property
    def is_main(self) -> bool:
        return self.key in {"points", "rating"}


def _valued(
    criterion: str, short: str | Promise, title: str | Promise, *, is_signed: bool = False
) -> Column:
    def text(row: Row) -> str:
        value = row.values.get(criterion)
        if value is None:
            return ""
        return signed(value) if is_signed else figure(value, criterion)

    return Column(criterion, short, title, text)


ALL = (
    Column(
        "played",
        pgettext_lazy("played", "P"),
        gettext_lazy("played"),
        lambda row: figure(row.played),
    ),
    Column(
        "games",
        pgettext_lazy("games", "G"),
        pgettext_lazy("column", "games"),
        lambda row: figure(row.played),
    ),
    Column(
        "record",
        pgettext_lazy("won–lost", "W–L"),
        gettext_lazy("won–lost"),
        lambda row: f"{row.won}–{row.lost}",
    ),
    Column(
        "record_with_draws",
        pgettext_lazy("won–lost–drawn", "W–L–D"),
        gettext_lazy("won–lost–drawn"),
        lambda row: f"{row.won}–{row.lost}–{row.drawn}",
    ),
    Column(
        "wins",
        pgettext_lazy("won", "W"),
        pgettext_lazy("column", "won"),
        lambda row: figure(row.won),
    ),
    Column(
        "drawn",
        pgettext_lazy("drawn", "D"),
        pgettext_lazy("column", "drawn"),
        lambda row: figure(row.drawn),
    ),
    Column(
        "losses",
        pgettext_lazy("lost", "L"),
        pgettext_lazy("column", "lost"),
        lambda row: figure(row.lost),
    ),
    Column(
        "scored",
        gettext_lazy("S:C"),
        gettext_lazy("scored : conceded"),
        lambda row: f"{figure(row.scored)}:{figure(row.conceded)}",
    ),
    Column("difference", "±", gettext_lazy("difference"), lambda row: signed(row.difference)),
    Column("points", gettext_lazy("Pts"), gettext_lazy("points"), lambda row: figure(row.points)),
    Column(
        "kills",
        pgettext_lazy("kills", "K"),
        gettext_lazy("kills"),
        lambda row: figure(row.scored),  # what a lobby counts as scored
    ),
    _valued("placement_points", pgettext_lazy("column", "PP"), gettext_lazy("points for places")),
    _valued("best_game", pgettext_lazy("column", "Best"), gettext_lazy("best game")),
    _valued("last_game", pgettext_lazy("column", "Last"), gettext_lazy("last game")),
    _valued("average_place", "Ø", gettext_lazy("average place")),
    _valued("rating", pgettext_lazy("column", "Rating"), gettext_lazy("rating")),
    _valued(
        "head_to_head_points",
        pgettext_lazy("column", "HH Pts"),
        gettext_lazy("points among those level"),
    ),
    _valued(
        "head_to_head_wins", pgettext_lazy("column", "HH W"), gettext_lazy("wins among those level")
    ),
    _valued(
        "head_to_head_difference",
        pgettext_lazy("column", "HH ±"),
        gettext_lazy("score difference among those level"),
        is_signed=True,
    ),
    _valued(
        "head_to_head_scored",
        pgettext_lazy("column", "HH S"),
        gettext_lazy("number scored among those level"),
    ),
    _valued(
        "buchholz",
        pgettext_lazy("column", "BH"),
        gettext_lazy("Buchholz: points of the opponents"),
    ),
    _valued(
        "buchholz_cut_1",
        pgettext_lazy("column", "BH-1"),
        gettext_lazy("Buchholz without the lowest opponent"),
    ),
    _valued(
        "buchholz_median",
        pgettext_lazy("column", "BH-M"),
        gettext_lazy("Buchholz without the highest and the lowest opponent"),
    ),
    _valued(
        "buchholz_difference",
        pgettext_lazy("column", "BH ±"),
        gettext_lazy("wins minus losses of the opponents"),
        is_signed=True,
    ),
    _valued(
        "sonneborn_berger",
        pgettext_lazy("column", "SB"),
        gettext_lazy("Sonneborn-Berger: points of those beaten, and half of those drawn with"),
    ),
    _valued(
        "opponents_win_rate",
        pgettext_lazy("column", "OW"),
        gettext_lazy("share of matches the opponents won"),
    ),
    _valued("game_win_rate", pgettext_lazy("column", "GW"), gettext_lazy("share of games won")),
    _valued("seed", pgettext_lazy("column", "Seed"), gettext_lazy("seed in this stage")),
    _valued("lots", pgettext_lazy("column", "Lot"), gettext_lazy("drawn lots")),
    _valued("manual", pgettext_lazy("column", "Off."), gettext_lazy("an official's decision")),
)
COLUMNS = {column.key: column for column in ALL}

KINDS: dict[str, Sequence[str]] = {
    "group": ("played", "wins", "drawn", "losses", "scored", "difference", "points"),
    "swiss": ("record", "record_with_draws", "points"),
    "lobby": ("games", "wins", "kills", "points"),
    "ladder": ("played", "wins", "losses", "rating"),
}
# Tiebreaks that another column of the kind, or the place itself, shows already.
SHOWN_OTHERWISE = {
    "swiss": frozenset({"wins", "losses"}),
    "ladder": frozenset({"points", "seed"}),
}


def columns_of(
    rows: Sequence[Row], *, kind: str, draws: bool, tiebreaks: Iterable[str]
) -> tuple[Column, ...]:
    """The columns that say something of any of ``rows``, those of the ``kind`` first."""
    valued = {name for row in rows for name in row.values}
    with_draws = draws and (kind == "group" or any(row.drawn for row in rows))
    needless = {
        "drawn": not with_draws,
        "record": with_draws,
        "record_with_draws": not with_draws,
        "kills": not any(row.scored for row in rows),
        "rating": "rating" not in valued,
    }
    own = [key for key in KINDS[kind] if not needless.get(key)]
    shown = {*own, *SHOWN_OTHERWISE.get(kind, ())}
    more = [name for name in tiebreaks if name in valued and name not in shown]
    return tuple(COLUMNS[key] for key in dict.fromkeys([*own, *more]))
