"""What each process sees of the environment: no secret that it does not use.

A hole in one part then does not give away the keys of the others: the parts that read pictures of strangers see no key
of a provider, and the one that speaks to providers sees neither the database nor what signs sessions.
"""

from __future__ import annotations

from collections.abc import Mapping

PROVIDERS = ("PHOTONEST_AI_GOOGLE_", "PHOTONEST_AI_OPENAI_", "PHOTONEST_AI_LLM_", "PHOTONEST_HUB_")
"""Beginnings of the settings that only the AI service reads, keys among them."""
PROGRAMS_OF_OTHERS = ("GOOGLE_", "OPENAI_", "HF_", "HUGGING")
"""Where the clients of those providers look for keys by themselves."""
OF_THE_AI_SERVICE = ("PHOTONEST_AI_", "PHOTONEST_HUB_", "PHOTONEST_CACHE")
SIGNING = ("PHOTONEST_SECRET_KEY",)
DATABASE = ("DATABASE_URL", "PG")
FOR_THE_DATABASE = frozenset({"PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "LD_PRELOAD"})


def seen_by(name: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the part of this name (``web``, ``worker``, ``ai``)."""
    if name == "ai":
        return {
            setting: value
            for setting, value in environment.items()
            if not setting.startswith((*DATABASE, "DJANGO_"))
            and (not setting.startswith("PHOTONEST_") or setting.startswith(OF_THE_AI_SERVICE))
        }
    hidden = (*PROVIDERS, *PROGRAMS_OF_OTHERS, *(SIGNING if name == "worker" else ()))
    return {setting: value for setting, value in environment.items() if not setting.startswith(hidden)}


def seen_by_postgres(environment: Mapping[str, str]) -> dict[str, str]:
    """What the embedded server sees: nothing of ours, nothing that would redirect it, no foreign language."""
    return {name: value for name, value in environment.items() if name in FOR_THE_DATABASE} | {"LC_ALL": "C"}
