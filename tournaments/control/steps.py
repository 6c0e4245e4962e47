"""What the organizer has to do next, as one thing."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tournaments.control.models import Conclusion
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament

Status = Tournament.Status


class Step(StrEnum):
    """Each has a template of its name."""

    PUBLISH = "publish"
    DRAW = "draw"
    DRAWING = "drawing"
    PAIR = "pair"
    PAIRING = "pairing"
    PLAY = "play"
    DECIDE = "decide"
    LADDER = "ladder"
    COMPLETE = "complete"
    CONCLUDING = "concluding"
    ARCHIVE = "archive"
    NOTHING = "nothing"

    @property
    def template(self) -> str:
        return f"tournaments/control/steps/_{self.value}.html"

    @property
    def capability(self) -> Capability | None:
        """What it takes to do this; None where everybody reads the same."""
        return CAPABILITIES.get(self)

    @property
    def for_others(self) -> str:
        return OTHERS.get(self, "")

    @property
    def is_work(self) -> bool:
        """Whether a worker is at it, so that the page looks again by itself."""
        return self in {Step.DRAWING, Step.PAIRING, Step.CONCLUDING}


CAPABILITIES = {
    Step.PUBLISH: Capability.MANAGE_SETTINGS,
    Step.DRAW: Capability.MODIFY_BRACKETS,
    Step.PAIR: Capability.MODIFY_BRACKETS,
    Step.PLAY: Capability.REPORT_RESULTS,
    Step.DECIDE: Capability.MODIFY_BRACKETS,
    Step.LADDER: Capability.MODIFY_BRACKETS,
    Step.COMPLETE: Capability.MANAGE_SETTINGS,
    Step.ARCHIVE: Capability.MANAGE_SETTINGS,
}

# What officials read who cannot do it themselves.
OTHERS = {
    Step.PUBLISH: _("The page is to be published."),
    Step.DRAW: _("The draw comes next."),
    Step.PAIR: _("The next round is to be paired."),
    Step.PLAY: _("Matches wait for their results."),
    Step.DECIDE: _("Some are level, and their order is to be decided."),
    Step.LADDER: _("A ladder is open."),
    Step.COMPLETE: _("Every match is over, and the tournament is to be completed."),
    Step.ARCHIVE: _("The tournament is over."),
}


def next_step(
    tournament: Tournament,
    *,
    is_drawing: bool,
    is_pairing: bool,
    can_draw: bool,
    can_pair: bool,
    has_playable: bool,
    has_ties: bool,
    has_open_ladder: bool,
    has_next_stage: bool,
    conclusion: Conclusion | None,
) -> Step:
    """The one thing to do now, in a tournament of this state.

    Where several stages are under way, what gives more matches to play comes first.
    """
    match tournament.status:
        case Status.DRAFT:
            return Step.PUBLISH
        case Status.PUBLISHED:
            return Step.DRAWING if is_drawing else Step.DRAW
        case Status.LIVE if is_drawing:
            return Step.DRAWING
        case Status.LIVE if is_pairing:
            return Step.PAIRING
        case Status.LIVE if can_draw:
            return Step.DRAW
        case Status.LIVE if can_pair:
            return Step.PAIR
        case Status.LIVE if has_playable:
            return Step.PLAY
        case Status.LIVE if has_ties:
            return Step.DECIDE
        case Status.LIVE if has_open_ladder:
            return Step.LADDER
        case Status.LIVE:
            return Step.DRAW if has_next_stage else Step.COMPLETE
        case Status.COMPLETED if conclusion and not conclusion.is_done:
            return Step.CONCLUDING
        case Status.COMPLETED | Status.CANCELLED:
            return Step.ARCHIVE
    return Step.NOTHING
