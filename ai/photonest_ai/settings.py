"""Settings of the AI service, all from the environment (``PHOTONEST_AI_*``); nonsense stops the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

from photonest_ai.errors import SettingWrong

PREFIX = "PHOTONEST_AI_"


@dataclass(frozen=True)
class Google:
    """Google Vision. Not set up without `key` or `credentials`."""

    key: str = field(default="", repr=False)
    credentials: Path | None = None
    """File of a service account."""
    url: str = ""
    """Another address than Google's own; plain ``http`` is taken for this machine only."""
    transport: str = "grpc"

    @property
    def is_set_up(self) -> bool:
        return bool(self.key or self.credentials)


@dataclass(frozen=True)
class OpenAILike:
    """A server that speaks like OpenAI's. Not set up without what `is_set_up` says."""

    url: str = ""
    key: str = field(default="", repr=False)
    model: str = ""
    dim: int = 0
    """Numbers of a vector; 0 for language models."""
    sees_pictures: bool = False

    @property
    def is_set_up(self) -> bool:
        return bool(self.model and (self.key or self.url))


@dataclass(frozen=True)
class Settings:
    """One running service. ``threads`` is how many pictures are analysed at the same time, each on one thread."""

    models: Path
    secret: str = ""
    """Shared with the caller in the secret header; empty: the service is open (loopback and tests only)."""
    shared_dir: Path | None = None
    """Folder of shared pixel files; ``None``: pixels come only as bodies."""
    objects: bool = True
    idle_unload_s: float = 300.0
    """A model unused for so long gives its memory back."""
    threads: int = 1
    max_body_bytes: int = 200 * 1024 * 1024
    google: Google = Google()
    openai: OpenAILike = OpenAILike()
    language_model: OpenAILike = OpenAILike()


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read ``PHOTONEST_AI_…`` (docs/reference/settings.md); a secret may lie in a file. Raises `SettingWrong`."""
    models = environ.get(f"{PREFIX}MODELS")
    if not models:
        raise SettingWrong(f"{PREFIX}MODELS is not set; it names the folder that `photonest models install` filled.")
    shared = environ.get(f"{PREFIX}SHARED_DIR")
    if shared and not Path(shared).is_dir():
        raise SettingWrong(f"{PREFIX}SHARED_DIR={shared} is not a folder.")
    return Settings(
        models=Path(models),
        secret=_secret(environ, f"{PREFIX}SECRET"),
        shared_dir=Path(shared) if shared else None,
        objects=_switch(environ, "OBJECTS", default=True),
        idle_unload_s=_number(environ, "IDLE_UNLOAD_S", default=300.0, low=1.0, high=86400.0),
        threads=int(_number(environ, "THREADS", default=float(available_cores()), low=1, high=256)),
        max_body_bytes=int(_number(environ, "MAX_BODY_MB", default=200, low=1, high=1024) * 1024 * 1024),
        google=_google(environ),
        openai=OpenAILike(
            **_server(environ, f"{PREFIX}OPENAI_URL", f"{PREFIX}OPENAI_KEY"),
            model=environ.get(f"{PREFIX}OPENAI_MODEL", "") or "text-embedding-3-small",
            dim=int(_number(environ, "OPENAI_DIM", default=1536, low=1, high=4000)),
        ),
        language_model=OpenAILike(
            **_server(environ, f"{PREFIX}LLM_URL", f"{PREFIX}LLM_KEY"),
            model=environ.get(f"{PREFIX}LLM_MODEL", ""),
            sees_pictures=_switch(environ, "LLM_SEES", default=False),
        ),
    )


def _google(environ: Mapping[str, str]) -> Google:
    credentials = environ.get(f"{PREFIX}GOOGLE_CREDENTIALS", "")
    if credentials and not Path(credentials).is_file():
        raise SettingWrong(f"{PREFIX}GOOGLE_CREDENTIALS={credentials} is not a file.")
    transport = environ.get(f"{PREFIX}GOOGLE_TRANSPORT", "").lower() or "grpc"
    if transport not in {"grpc", "rest"}:
        raise SettingWrong(f"{PREFIX}GOOGLE_TRANSPORT={transport} is neither grpc nor rest.")
    return Google(
        key=_secret(environ, f"{PREFIX}GOOGLE_KEY"),
        credentials=Path(credentials) if credentials else None,
        url=_url(environ, f"{PREFIX}GOOGLE_URL"),
        transport=transport,
    )


class _Server(TypedDict):
    url: str
    key: str


def _server(environ: Mapping[str, str], url_name: str, key_name: str) -> _Server:
    """Address and key. A key never goes over an open line to another machine."""
    url, key = _url(environ, url_name), _secret(environ, key_name)
    if key and urlsplit(url).scheme == "http" and not is_loopback(url):
        raise SettingWrong(f"{url_name}={url} is not encrypted; with a key it must be https.")
    return _Server(url=url, key=key)


def _url(environ: Mapping[str, str], name: str) -> str:
    """An address with a host."""
    url = environ.get(name, "").rstrip("/")
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingWrong(f"{name}={url} is no address such as https://host/v1.")
    if parts.username or parts.password:
        raise SettingWrong(f"{name} must not hold a name or password; a key has a setting of its own.")
    return url


def is_loopback(url: str) -> bool:
    """Whether what goes to this address stays on this machine."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def available_cores() -> int:
    """Cores this process may use (a container's limit counts where the system tells it)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _secret(environ: Mapping[str, str], name: str) -> str:
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name, "")
    try:
        secret = Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise SettingWrong(f"{name}_FILE={path} cannot be read: {error.strerror}.") from error
    if not secret:
        raise SettingWrong(f"{name}_FILE={path} is empty.")
    return secret


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(PREFIX + name, "").strip().lower()
    if not text:
        return default
    if text in ("on", "true", "yes", "1"):
        return True
    if text in ("off", "false", "no", "0"):
        return False
    raise SettingWrong(f"{PREFIX}{name}={text} is neither on nor off.")


def _number(environ: Mapping[str, str], name: str, *, default: float, low: float, high: float) -> float:
    text = environ.get(PREFIX + name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise SettingWrong(f"{PREFIX}{name}={text} is not a number between {low:g} and {high:g}.")
    return value
