"""Every setting of the backend, all from the environment. docs/reference/settings.md explains each (a test insists)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from photonest import __version__
from photonest.config import env
from photonest.config.data_folder import data_folder

# --- places -------------------------------------------------------------------------------------
PHOTONEST_DATA = data_folder()
PHOTONEST_MODELS = Path(env.text("PHOTONEST_MODELS") or PHOTONEST_DATA / "models")
PHOTONEST_WEB_DIST = Path(env.text("PHOTONEST_WEB_DIST") or Path(__file__).parents[3] / "web" / "dist")
PHOTONEST_SHARED_MEMORY = Path(
    env.text("PHOTONEST_SHARED_MEMORY")
    # The folder inside is made with mode 0700 by whoever uses it first.
    or (Path("/dev/shm") if Path("/dev/shm").is_dir() else PHOTONEST_DATA / "run")  # noqa: S108
    / f"photonest-{hashlib.sha256(str(PHOTONEST_DATA).encode()).hexdigest()[:12]}"
)
"""Folder through which decoded pixels reach the AI service on the same machine."""

# --- the AI service -----------------------------------------------------------------------------
PHOTONEST_AI_URL = env.text("PHOTONEST_AI_URL", "http://127.0.0.1:8001")
PHOTONEST_AI_SECRET = env.secret("PHOTONEST_AI_SECRET")
PHOTONEST_AI_SHARES_MEMORY = env.flag("PHOTONEST_AI_SHARES_MEMORY")
PHOTONEST_UNDERSTAND = env.choices("PHOTONEST_UNDERSTAND", env.UNDERSTANDABLE)
"""What photos are looked at for. Labels include the vector for searching by meaning, which is made of them."""

# --- limits -------------------------------------------------------------------------------------
PHOTONEST_MAX_UPLOAD_BYTES = env.number("PHOTONEST_MAX_UPLOAD_MB", 51_200, at_least=1) * 1024 * 1024
PHOTONEST_MIN_FREE_BYTES = env.number("PHOTONEST_MIN_FREE_MB", 512, at_least=0) * 1024 * 1024
"""Uploads are refused below this much free space, so that the database can still write."""
PHOTONEST_TRASH_DAYS = env.number("PHOTONEST_TRASH_DAYS", 30, at_least=1, at_most=3650)
PHOTONEST_WORKER_CONCURRENCY = env.number("PHOTONEST_WORKER_CONCURRENCY", 0, at_least=0, at_most=64)
"""Photos processed at once; 0 means one per core."""
PHOTONEST_TEST_MODE = env.flag("PHOTONEST_TEST_MODE")
"""Arms failpoints (core/failpoints.py). Never set outside tests."""

# --- Django -------------------------------------------------------------------------------------
VERSION = __version__
SECRET_KEY = env.secret("PHOTONEST_SECRET_KEY") or (
    # Without a key (tests, a management command on an empty folder) sessions must not be forgeable across
    # machines: the key then depends on the data folder and lives as long as the process.
    hashlib.sha256(f"{PHOTONEST_DATA}{__import__('os').urandom(32).hex()}".encode()).hexdigest()
)
DEBUG = False
ALLOWED_HOSTS = [host for host in env.text("PHOTONEST_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("PHOTONEST_ORIGINS").split(",") if origin]
ROOT_URLCONF = "photonest.config.urls"
ASGI_APPLICATION = "photonest.config.asgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "axes",
    "procrastinate.contrib.django",
    "photonest.accounts",
    "photonest.assets",
    "photonest.tags",
    "photonest.people",
    "photonest.events",
    "photonest.providers",
    "photonest.search",
    "photonest.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "photonest.api.front_door.front_door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "axes.middleware.AxesMiddleware",
]


def _database(url: str) -> dict[str, object]:
    """Django's form of a ``postgresql://user:password@host:port/name?host=/socket/folder`` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise env.SettingInvalid("DATABASE_URL must start with postgresql://.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "photonest",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or parts.hostname or "",
        "PORT": query.get("port", "") or (str(parts.port) if parts.port else ""),
        # Under ASGI every request has a thread of its own, and a connection kept for a thread that is gone is never
        # used again (seen: 64 connections after 320 requests). The pool keeps them for the process instead.
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 20, "timeout": 30.0, "max_idle": 120.0}},
    }


DATABASES = {"default": _database(env.secret("DATABASE_URL") or "postgresql://photonest@/photonest")}

# --- accounts -----------------------------------------------------------------------------------
PASSWORD_HASHERS = ["photonest.accounts.hashers.SmallArgon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours; long enough to stop guessing, short enough for somebody who forgot
AXES_LOCKOUT_CALLABLE = "photonest.api.errors.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # least data: only failures are kept

# --- sessions and browser safety ----------------------------------------------------------------
PHOTONEST_HTTPS = env.flag("PHOTONEST_HTTPS")
SESSION_COOKIE_NAME = "photonest_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PHOTONEST_HTTPS
CSRF_COOKIE_NAME = "photonest_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "photonest.api.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        # React sets style attributes for positions inside the virtual list; style elements stay forbidden.
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "blob:", "data:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # JSON bodies; photos go through api/uploads.py, which streams

# --- logs: no file name, caption, face or query text ever goes into one -------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_values": {"()": "photonest.core.logs.WithoutValues"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_values"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        # It would print addresses and the values that database errors quote; api/errors.py logs without them.
        "django.request": {"level": "CRITICAL"},
    },
}

# --- background work: what the queue may run, by name (jobs/ lies below the pipelines and may not import them) ----
PHOTONEST_WORK = {
    "ingest": "photonest.pipelines.ingest.run",
    "reread_metadata": "photonest.pipelines.ingest.reread_metadata",
    "compare": "photonest.pipelines.compare.run",
    "text": "photonest.pipelines.reading.run",
    "events": "photonest.pipelines.events.run",
    "group_faces": "photonest.pipelines.group_faces.group",
    "read_drawn_face": "photonest.pipelines.drawn_faces.read",
    "fill_spaces": "photonest.pipelines.spaces.fill",
    "drop_space": "photonest.pipelines.spaces.drop",
    "ask_providers": "photonest.pipelines.outside.asking.ask",
}
PHOTONEST_SET_ASIDE = {
    "group_faces": "photonest.pipelines.group_faces.set_aside",
    "read_drawn_face": "photonest.pipelines.drawn_faces.set_aside",
    "ingest": "photonest.pipelines.ingest.set_aside",
    "reread_metadata": "photonest.pipelines.ingest.set_aside",
    "compare": "photonest.pipelines.compare.set_aside",
    "text": "photonest.pipelines.reading.set_aside",
    "events": "photonest.pipelines.events.set_aside",
    "fill_spaces": "photonest.pipelines.spaces.set_aside",
    "drop_space": "photonest.pipelines.spaces.set_aside_drop",
    "ask_providers": "photonest.pipelines.outside.asking.set_aside",
}
PHOTONEST_BACKGROUND = ["compare", "events", "group_faces", "text", "fill_spaces", "drop_space", "ask_providers"]
"""Kinds of work that no photo waits for: they are no part of an import's "120 of 300"."""
PHOTONEST_UNDO = {
    "stack": "photonest.assets.stacks.take_back",
    "correct": "photonest.pipelines.edit.take_back_correction",
    "tags": "photonest.pipelines.edit.take_back_tags",
    "different": "photonest.assets.copies.take_back",
    "keep_one": "photonest.pipelines.copies.take_back",
    "event": "photonest.pipelines.event_edits.take_back",
    **dict.fromkeys(
        [
            *("people_edit", "people_merge", "people_split", "people_forget", "people_apart", "people_from_files"),
            *("faces_assign", "faces_refuse", "faces_ignore", "faces_notice", "faces_draw"),
        ],
        "photonest.pipelines.people_in_events.take_back",
    ),
}
"""What takes an act back whose record is more than the old values of one column (assets/undo.py)."""
PHOTONEST_HOUSEKEEPING = ["photonest.pipelines.housekeeping.run"]
PHOTONEST_AT_WORKER_EXIT = ["photonest.pipelines.decoders.close_decoders"]
