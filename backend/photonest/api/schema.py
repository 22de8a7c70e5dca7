"""Writes the OpenAPI document: ``python -m photonest.api.schema > docs/reference/openapi.json``. Needs no database."""

from __future__ import annotations

import json
import os
import sys


def rendered() -> str:
    """The document as the committed file holds it: sorted, indented, one newline at the end."""
    from photonest.api.application import make_api
    from photonest.api.openapi import document

    return json.dumps(document(make_api()), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "photonest.config.settings")
    import django

    django.setup()
    sys.stdout.write(rendered())


if __name__ == "__main__":
    main()
