"""The verbs of matches, and the verdicts that a correction needs as well."""

from tournaments.matches.operations.chatting import (
    hide_message,
    keep_message,
    message_sides,
    report_message,
    write_message,
)
from tournaments.matches.operations.checking_in import check_in_side, forfeit_missing
from tournaments.matches.operations.disputes import (
    cancel_dispute,
    dismiss,
    escalate,
    open_dispute,
    rule,
    take_dispute,
)
from tournaments.matches.operations.evidence import add_evidence
from tournaments.matches.operations.lobbies import set_lobby
from tournaments.matches.operations.playing import (
    call_match,
    forget_play,
    give_time,
    restart_match,
    start_match,
)
from tournaments.matches.operations.proposing import (
    answer_proposal,
    expire_proposal,
    propose_time,
    withdraw_proposal,
)
from tournaments.matches.operations.queueing import fill_stations
from tournaments.matches.operations.reminding import remind_due
from tournaments.matches.operations.reports import (
    accept_silent,
    confirm_report,
    report_result,
    retire_reports,
)
from tournaments.matches.operations.results import (
    allows_draws,
    enter_finishes,
    enter_result,
    finished,
    forfeit,
    forfeited,
    played,
)
from tournaments.matches.operations.scheduling import (
    assign_referee,
    schedule_match,
    schedule_round,
)
from tournaments.matches.operations.score_links import (
    enter_by_link,
    make_score_link,
    revoke_score_link,
)
from tournaments.matches.operations.stations import (
    add_break,
    add_station,
    change_station,
    remove_break,
    remove_station,
)
from tournaments.matches.operations.vetoes import (
    begin_veto,
    choose_start,
    let_time_decide,
    veto_map,
)

__all__ = [
    "accept_silent",
    "add_break",
    "add_evidence",
    "add_station",
    "allows_draws",
    "answer_proposal",
    "assign_referee",
    "begin_veto",
    "call_match",
    "cancel_dispute",
    "change_station",
    "check_in_side",
    "choose_start",
    "confirm_report",
    "dismiss",
    "enter_by_link",
    "enter_finishes",
    "enter_result",
    "escalate",
    "expire_proposal",
    "fill_stations",
    "finished",
    "forfeit",
    "forfeit_missing",
    "forfeited",
    "forget_play",
    "give_time",
    "hide_message",
    "keep_message",
    "let_time_decide",
    "make_score_link",
    "message_sides",
    "open_dispute",
    "played",
    "propose_time",
    "remind_due",
    "remove_break",
    "remove_station",
    "report_message",
    "report_result",
    "restart_match",
    "retire_reports",
    "revoke_score_link",
    "rule",
    "schedule_match",
    "schedule_round",
    "set_lobby",
    "start_match",
    "take_dispute",
    "veto_map",
    "withdraw_proposal",
    "write_message",
]
