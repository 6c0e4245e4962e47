"""What a registration may do. ``check_…`` says no with ``Refused``; ``can_…`` answers templates."""

from tournaments.registration.rules.account import check_not_banned
from tournaments.registration.rules.check_in import can_check_in, check_can_check_in
from tournaments.registration.rules.eligibility import (
    can_register,
    check_can_register,
    check_players,
)
from tournaments.registration.rules.moves import (
    can_drop_out,
    can_take_offer,
    can_withdraw,
    check_before_draw,
    check_can_take_offer,
    check_can_withdraw,
    check_may_become,
    check_reason,
)
from tournaments.registration.rules.parts import is_member, speaks_for
from tournaments.registration.rules.players import (
    check_player_ids,
    check_players_free,
    player_ids,
)
from tournaments.registration.rules.rosters import check_number, check_roster
from tournaments.registration.rules.seeding import (
    RowsRefused,
    SeedRow,
    check_can_seed,
    check_seeds,
)

__all__ = [
    "RowsRefused",
    "SeedRow",
    "can_check_in",
    "can_drop_out",
    "can_register",
    "can_take_offer",
    "can_withdraw",
    "check_before_draw",
    "check_can_check_in",
    "check_can_register",
    "check_can_seed",
    "check_can_take_offer",
    "check_can_withdraw",
    "check_may_become",
    "check_not_banned",
    "check_number",
    "check_player_ids",
    "check_players",
    "check_players_free",
    "check_reason",
    "check_roster",
    "check_seeds",
    "is_member",
    "player_ids",
    "speaks_for",
]
