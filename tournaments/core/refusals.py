"""What the engine refuses, in the words and the language of the person who asked."""

from typing import Any

from django.utils.translation import gettext_lazy

from deltacrown.errors import Refused
from tournaments.engine.types import Invalid

# The codes that people meet. The others come from files and commands, in English.
MESSAGES = {
    # results
    "unfinished": gettext_lazy(
        "The match is not over: a best of %(best_of)s stands %(home)s-%(away)s."
    ),
    "played_after_decided": gettext_lazy("Game %(game)s was played after the match was decided."),
    "level_game": gettext_lazy("Game %(game)s is level, and draws are not allowed."),
    "tiebreak_undecided": gettext_lazy(
        "The tie-break of game %(game)s needs two different scores."
    ),
    "tiebreak_without_draw": gettext_lazy("Game %(game)s is not level, so it has no tie-break."),
    "negative_score": gettext_lazy("A score cannot be negative."),
    "finish_missing": gettext_lazy("Somebody of the lobby is missing."),
    "finish_twice": gettext_lazy("Somebody of the lobby is named twice."),
    "not_in_lobby": gettext_lazy("Somebody is named who is not in this lobby."),
    "negative_kills": gettext_lazy("Kills cannot be negative."),
    "absent_with_kills": gettext_lazy("Who did not show has no kills."),
    "nobody_placed": gettext_lazy("Somebody must have a place."),
    "place_gap": gettext_lazy("Place %(place)s cannot be: the next place is %(expected)s."),
    # how many there are
    "entrants_out_of_range": gettext_lazy(
        "This format takes 2 to %(most)s entrants, not %(entrants)s."
    ),
    "ladder_size_out_of_range": gettext_lazy(
        "A ladder takes 2 to %(most)s entrants, not %(entrants)s."
    ),
    "lobby_size_out_of_range": gettext_lazy(
        "A lobby takes 2 to %(most)s entrants, not %(entrants)s."
    ),
    "lobbies_out_of_range": gettext_lazy("A stage has 1 to %(most)s lobbies, not %(lobbies)s."),
    "games_out_of_range": gettext_lazy("A lobby plays 1 to %(most)s games, not %(games)s."),
    "too_many_entrants": gettext_lazy("A stage takes at most %(most)s entrants, not %(entrants)s."),
    "groups_too_small": gettext_lazy(
        "%(entrants)s entrants cannot fill %(groups)s groups: each needs at least two."
    ),
    "group_size_out_of_range": gettext_lazy(
        "A group takes 2 to %(most)s entrants, not %(entrants)s."
    ),
    "too_many_matches": gettext_lazy(
        "This would be %(matches)s matches; a stage has at most %(most)s."
    ),
    "legs_out_of_range": gettext_lazy(
        "Everybody meets everybody 1 to %(most)s times, not %(legs)s."
    ),
    "in_losers_out_of_range": gettext_lazy(
        "Of %(entrants)s entrants, 0 to %(most)s can begin in the losers’ bracket, not "
        "%(in_losers)s: the winners’ bracket needs two."
    ),
    # options of a stage
    "out_of_range": gettext_lazy("%(key)s: this must be %(least)s to %(most)s."),
    "not_a_whole_number": gettext_lazy("%(key)s: only whole numbers can stand here."),
    "not_a_text": gettext_lazy("%(key)s: this text is too long."),
    "no_such_choice": gettext_lazy("%(key)s: choose one of what is offered."),
    "no_such_round": gettext_lazy("%(key)s: “%(number)s” is not the number of a round."),
    "contradictory": gettext_lazy("“%(key)s” and “%(other)s” contradict each other."),
    "best_of_even": gettext_lazy(
        "A best of %(best_of)s can end level; where draws are not allowed it must be odd."
    ),
    "best_of_out_of_range": gettext_lazy("A match is a best of 1 to %(most)s, not of %(best_of)s."),
    "points_order": gettext_lazy(
        "A win must be worth more than a loss, and a draw no less than a loss and no more than "
        "a win."
    ),
    "no_tiebreaks": gettext_lazy("The order of the table needs at least one criterion."),
    "unknown_tiebreak": gettext_lazy("The table of this format has no criterion “%(name)s”."),
    "tiebreak_twice": gettext_lazy("Each criterion of the table can be named once."),
    "wins_without_losses": gettext_lazy(
        "Wins that take an entrant on and losses that put one out are given together."
    ),
    "rounds_and_wins": gettext_lazy(
        "A Swiss stage ends after a number of rounds, or by wins and losses; not both."
    ),
    "decider_without_wins": gettext_lazy(
        "There are deciding matches only where wins and losses end the stage."
    ),
    "ends_at_once": gettext_lazy(
        "The wins and the losses that end the stage for an entrant must be 1 or more."
    ),
    "all_games_dropped": gettext_lazy("Of %(games)s games not all can be left out."),
    "placement_order": gettext_lazy(
        "A place must be worth no less than the one below it, and never less than nothing."
    ),
    "too_many_places": gettext_lazy("Points are for the first %(most)s places at most."),
    "negative_per_kill": gettext_lazy("Neither a kill nor its cap may be less than nothing."),
    "nothing_counts": gettext_lazy("Something must earn points: a place, or a kill."),
    # a first round, and groups, that are written out
    "not_a_power_of_two": gettext_lazy(
        "The first round has %(pairs)s matches; it must have 1, 2, 4, 8 or so on."
    ),
    "two_byes": gettext_lazy("A match of the first round has two byes."),
    "not_a_pair": gettext_lazy("A match of the first round has two sides, such as A1-B2."),
    "bad_label": gettext_lazy(
        "“%(label)s” is neither a place such as A1, nor a seed such as 16, nor “bye”."
    ),
    "place_twice": gettext_lazy("%(label)s stands in the first round twice."),
    "place_missing": gettext_lazy("%(label)s is missing from the first round."),
    "place_of_two_stages": gettext_lazy(
        "%(label)s comes from more than one stage: write the seed instead."
    ),
    "no_such_seed": gettext_lazy("There is no seed %(label)s."),
    "no_such_group": gettext_lazy("%(label)s: there is no such group."),
    "no_such_place": gettext_lazy("%(label)s does not advance."),
    "first_round_entrants": gettext_lazy(
        "The first round must name each of the %(entrants)s entrants once."
    ),
    "first_round_of_groups": gettext_lazy(
        "The first round can be written out for a single bracket only."
    ),
    "fixed_groups": gettext_lazy(
        "The fixed groups must be %(groups)s, with each of the seeds 1 to %(entrants)s once."
    ),
    "group_seeds": gettext_lazy("Each seed must be in one group, and in one only."),
    # who goes on, and who enters
    "no_stages": gettext_lazy("A tournament needs at least one stage."),
    "advance_too_many": gettext_lazy(
        "%(needed)s of each group cannot go on: the smallest has %(smallest)s."
    ),
    "advance_from_last_stage": gettext_lazy("There is no stage after this one to advance to."),
    "best_next_out_of_range": gettext_lazy(
        "The best of the next place must be fewer than the groups, of which there are %(groups)s."
    ),
    "best_next_without_advance": gettext_lazy(
        "The best of the next place go on only where the places before it do."
    ),
    "nobody_advances": gettext_lazy("Nobody advances from this stage to the next."),
    "nobody_enters": gettext_lazy("Nobody enters this stage."),
    "no_such_stage": gettext_lazy("There is no stage %(source)s to come from."),
    "later_stage": gettext_lazy(
        "Nobody can come from stage %(source)s, which is played after this one."
    ),
    "stage_loop": gettext_lazy(
        "Stage %(source)s waits for this stage, so this one cannot wait for it."
    ),
    "empty_outlet": gettext_lazy(
        "Who enters: the last place, %(last)s, comes before the first, %(first)s."
    ),
    "no_such_places": gettext_lazy(
        "Nobody can come from place %(place)s: there are %(smallest)s places."
    ),
    "places_shared": gettext_lazy(
        "The places %(first)s to %(last)s are not played out: all of them enter, or none."
    ),
    "best_of_places": gettext_lazy("The best are chosen among those at one place."),
    "best_without_table": gettext_lazy(
        "Only tables tell who is the best at a place; a bracket does not."
    ),
    "seed_enters_nowhere": gettext_lazy("Seed %(seed)s enters no stage."),
    "seed_enters_twice": gettext_lazy(
        "Seed %(seed)s enters stage %(one)s already, so it cannot enter here as well."
    ),
    "place_enters_twice": gettext_lazy(
        "Place %(place)s of stage %(source)s enters stage %(one)s already, so it cannot enter "
        "here as well."
    ),
    # seeds, and those who are drawn
    "locked_out_of_range": gettext_lazy(
        "Seed %(number)s is locked, and there are %(entrants)s entrants."
    ),
    "locked_twice": gettext_lazy("Seed %(number)s is locked twice."),
    "undecided": gettext_lazy(
        "An official must decide the order of those that are level, since it says who goes on."
    ),
    "nobody_to_pair": gettext_lazy("Nobody is left to be paired."),
    "kept_apart": gettext_lazy("Nobody can be paired unless two meet who are to be kept apart."),
    # challenges
    "meets_itself": gettext_lazy("Nobody can meet themselves."),
    "not_in_ladder": gettext_lazy("Only those on the ladder challenge, and are challenged."),
    "below": gettext_lazy("One challenges those above, not those below."),
    "out_of_challenge_range": gettext_lazy(
        "One challenges up to %(most)s places above, not %(places)s."
    ),
}
# What the editor calls the options that a message names.
OPTIONS = {
    "advance": gettext_lazy("Advance"),
    "best_next": gettext_lazy("And the best of the next place"),
    "best_of_final": gettext_lazy("The final is"),
    "best_of_rounds": gettext_lazy("Rounds of another length"),
    "distribution": gettext_lazy("The seeds are dealt"),
    "draw": gettext_lazy("Points, draw"),
    "entry": gettext_lazy("Who enters"),
    "finals": gettext_lazy("The end"),
    "first_round": gettext_lazy("First round"),
    "fixed_groups": gettext_lazy("Fixed groups"),
    "groups": gettext_lazy("Brackets side by side"),
    "in_losers": gettext_lazy("Begin in the losers' bracket"),
    "k": gettext_lazy("Most points a result moves a rating"),
    "kill_cap": gettext_lazy("Most kills that count in a game"),
    "kill_points": gettext_lazy("Points a kill"),
    "lobby_size": gettext_lazy("Most entrants of a lobby"),
    "loss": gettext_lazy("Points, loss"),
    "name": gettext_lazy("Name"),
    "placement_points": gettext_lazy("Points by place"),
    "tiebreaks": gettext_lazy("Order of the table"),
    "win": gettext_lazy("Points, win"),
    "best": gettext_lazy("Only the best"),
    "last": gettext_lazy("To place"),
    "stage": gettext_lazy("From"),
}


def refused(error: Invalid) -> Refused:
    """The refusal to show for what the engine said."""
    template = MESSAGES.get(error.code)
    message = str(template) % _named(error.params) if template else error.message
    return Refused(message, code=error.code)


def _named(params: dict[str, Any]) -> dict[str, Any]:
    """``params`` with options as the editor calls them."""
    named = {key: params[key] for key in ("key", "other") if key in params}
    return params | {key: OPTIONS.get(option, option) for key, option in named.items()}
