"""What the engine's refusals say, in the language of the reader."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournaments.engine.types import Invalid

WORDINGS = {
    "advance_from_last_stage": gettext_lazy("No stage follows that anybody could advance to."),
    "advance_too_many": gettext_lazy(
        "{needed} of each group cannot advance: the smallest group has {smallest}."
    ),
    "bad_label": gettext_lazy(
        "{label} is neither a place such as A1, nor a seed such as 16, nor “bye”."
    ),
    "best_next_out_of_range": gettext_lazy(
        "The best of the next place must be fewer than the {groups} groups."
    ),
    "best_next_without_advance": gettext_lazy(
        "The best of the next place can only follow a place that advances."
    ),
    "best_of_even": gettext_lazy(
        "A best of {best_of} can end level. Without draws the number must be odd."
    ),
    "best_of_out_of_range": gettext_lazy("A match is a best of 1 to {most}, not of {best_of}."),
    "entrants_out_of_range": gettext_lazy(
        "Single elimination takes 2 to {most} entrants, not {entrants}."
    ),
    "first_round_entrants": gettext_lazy(
        "The first round must name each of the {entrants} entrants once."
    ),
    "group_size_out_of_range": gettext_lazy("A group takes 2 to {most} entrants, not {entrants}."),
    "groups_too_small": gettext_lazy(
        "{entrants} entrants cannot fill {groups} groups: each needs at least two."
    ),
    "legs_out_of_range": gettext_lazy("Everybody meets everybody 1 to {most} times, not {legs}."),
    "no_stages": gettext_lazy("A tournament needs at least one stage."),
    "no_such_group": gettext_lazy("{label}: there is no such group."),
    "no_such_place": gettext_lazy("{label} does not advance."),
    "no_such_round": gettext_lazy("{number} is not the number of a round."),
    "no_such_seed": gettext_lazy("There is no seed {label}."),
    "no_tiebreaks": gettext_lazy("The order of a table needs at least one criterion."),
    "nobody_advances": gettext_lazy("Nobody advances from this stage to the next."),
    "not_a_flag": gettext_lazy("{key} must be yes or no."),
    "not_a_list": gettext_lazy("{key} must be a list."),
    "not_a_pair": gettext_lazy("A match of the first round has two sides, such as A1-B2."),
    "not_a_power_of_two": gettext_lazy(
        "The first round has {pairs} matches. It must have 1, 2, 4, 8 or so on."
    ),
    "not_a_text": gettext_lazy("{key} is too long."),
    "not_a_whole_number": gettext_lazy("{key} must be a whole number."),
    "not_an_object": gettext_lazy("{key} must be a group of options."),
    "out_of_range": gettext_lazy("{key} must be {least} to {most}."),
    "place_missing": gettext_lazy("{label} is missing in the first round."),
    "place_twice": gettext_lazy("{label} stands in the first round twice."),
    "points_order": gettext_lazy(
        "A win must be worth more than a loss, and a draw something between the two."
    ),
    "tiebreak_twice": gettext_lazy("{name} is listed twice in the order of the table."),
    "too_many_matches": gettext_lazy(
        "This would be {matches} matches. A stage has at most {most}."
    ),
    "two_byes": gettext_lazy("A match of the first round has two byes."),
    "undecided": gettext_lazy("An official must decide the order of those who are level."),
    "unknown_format": gettext_lazy("There is no format {name}."),
    "unknown_option": gettext_lazy("{key} is not an option of this format."),
    "unknown_tiebreak": gettext_lazy("There is no tiebreak {name}."),
}


def wording(error: Invalid) -> str:
    """The message of ``error``, translated, with the number of the stage where it has one."""
    said = WORDINGS.get(error.code)
    text = str(said).format(**error.params) if said else error.message
    if stage := error.params.get("stage"):
        return _("Stage %(number)s: %(fault)s") % {"number": stage, "fault": text}
    return text
