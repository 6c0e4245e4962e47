"""Index of the rooms' hooks and listings in the admin; imports only."""

import tournaments.content.hooks
import tournaments.content.viewsets
import tournaments.core.viewsets
import tournaments.notifications.viewsets
import tournaments.payments.hooks
import tournaments.payments.viewsets
import tournaments.registration.viewsets  # noqa: F401
