"""Argon2id with OWASP's small-memory parameters, so that a sign-in does not eat a small machine."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2Hasher(Argon2PasswordHasher):
    """m = 19 MiB, t = 2, p = 1: the OWASP Password Storage Cheat Sheet's first choice for argon2id."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
