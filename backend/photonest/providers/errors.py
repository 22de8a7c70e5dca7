"""What can stand in the way of asking a provider."""

from __future__ import annotations

from photonest.core.errors import Conflict, NotAllowed, NotFound, Unavailable


class ProviderUnknown(NotFound):
    """PhotoNest knows no such provider or task."""

    code = "provider_unknown"


class ConsentTextChanged(Conflict):
    """What would be sent, or where, changed since this page was opened. Read it again; nothing was switched on."""

    code = "consent_text_changed"


class ProviderNotSetUp(Conflict):
    """This provider is not set up on this PhotoNest. Whoever runs it finds the settings in the documentation."""

    code = "provider_not_set_up"


class ConsentMissing(NotAllowed):
    """You did not allow this to leave the machine. Nothing was sent."""

    code = "consent_missing"


class DailyCapReached(Unavailable):
    """Today's limit for this provider is reached. It goes on tomorrow; everything found so far stands."""

    code = "daily_cap_reached"


class ProviderTrouble(Unavailable):
    """The provider outside does not answer properly. It is tried again; what PhotoNest finds by itself stands."""

    code = "provider_trouble"
