"""The floor of B8 and B9: the embedded PostgreSQL and an empty Django project with one view, served by uvicorn."""

from __future__ import annotations

import http.client
import multiprocessing
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any


def serve(url: str, listening: socket.socket) -> None:
    """The web process."""
    import django
    import uvicorn
    from django.conf import settings
    from django.core.asgi import get_asgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from photonest.config.settings import _database

    def ready(_request: HttpRequest) -> HttpResponse:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return HttpResponse("ok")

    module: Any = type(sys)("empty_urls")
    module.urlpatterns = [path("readyz", ready)]
    sys.modules["empty_urls"] = module
    settings.configure(
        ROOT_URLCONF="empty_urls",
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": _database(url)},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        SECRET_KEY="x",
        USE_TZ=True,
    )
    django.setup()
    config = uvicorn.Config(get_asgi_application(), log_level="warning", lifespan="off")
    uvicorn.Server(config).run(sockets=[listening])


def main() -> int:
    from photonest.cli.embedded_postgres import EmbeddedPostgres

    database = EmbeddedPostgres(Path(sys.argv[1]).absolute())
    url = database.start()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        web = multiprocessing.get_context("spawn").Process(target=serve, args=(url, listening))
        web.start()
        port = listening.getsockname()[1]
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                break
            time.sleep(0.01)
    print("ready", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        signal.pause()
    finally:
        web.terminate()
        web.join(10)
        database.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
