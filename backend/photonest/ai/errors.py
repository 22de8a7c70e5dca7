"""Everything that can go wrong between the backend and the AI service."""

from __future__ import annotations

from photonest.core.errors import PhotoNestError, Unavailable


class AIUnreachable(Unavailable):
    """The AI service does not answer. Photos stay safe and are analysed when it is back."""

    code = "ai_unreachable"


class AITooSlow(Unavailable):
    """The AI service took too long to answer. It is tried again."""

    code = "ai_too_slow"


class AINotReady(Unavailable):
    """The AI service answered that it cannot do this yet, for example because a model is not installed."""

    code = "ai_not_ready"


class AIAnswerBroken(Unavailable):
    """The AI service sent something that cannot be understood: cut off, not JSON, or of another version."""

    code = "ai_answer_broken"


class AISecretWrong(Unavailable):
    """The AI service does not accept our secret. Start both with the same PHOTONEST_AI_SECRET.

    Not permanent: nothing is wrong with the photo, and after the setting is mended the same attempt succeeds.
    """

    code = "ai_secret_wrong"


class AIRefused(PhotoNestError):
    """The AI service says that this request can never succeed."""

    code, status, permanent = "ai_refused", 502, True
