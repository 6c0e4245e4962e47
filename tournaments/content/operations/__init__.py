"""What pages do to live records: taking effect, going back, founding, removing."""

from tournaments.content.operations.founding import (
    establish,
    found_organizer,
    grant_rights,
    trust_organizer,
)
from tournaments.content.operations.publishing import (
    page_moved,
    page_went_live,
    page_went_offline,
    repair_settings,
)
from tournaments.content.operations.removing import remove_live_records

__all__ = [
    "establish",
    "found_organizer",
    "grant_rights",
    "page_moved",
    "page_went_live",
    "page_went_offline",
    "remove_live_records",
    "repair_settings",
    "trust_organizer",
]
