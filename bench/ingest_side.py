"""One side of the ingest benchmark, as a long-lived process: the real fused walk, or the same work in separate steps.

``python -m bench.ingest_side fused|separate DATA_FOLDER``; reads ``{"paths": [...]}`` a line and answers when every
photo is searchable. Both sides keep the original, use the same metadata reader, weights, database and tables.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main() -> None:
    kind, data = sys.argv[1], Path(sys.argv[2])
    os.environ["PHOTONEST_DATA"] = str(data)
    os.environ["PHOTONEST_TEST_MODE"] = "on"
    from photonest.cli.running import services

    with services(ai=kind == "fused") as running:
        if kind == "fused":
            running.wait_for_ai()
        from photonest.accounts.models import User

        owner, _ = User.objects.get_or_create(username="bench", defaults={"faces_enabled": True})
        if kind == "fused":
            walk: Callable[[Path], uuid.UUID] = _fused(owner)
        else:
            from bench.ingest_separate import SeparateSteps

            walk = SeparateSteps(owner, _admit).walk
        postmaster = int((data / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
        print(json.dumps({"version": kind, "database_pid": postmaster}), flush=True)
        for line in sys.stdin:
            try:
                done = [_facts(walk(Path(path))) for path in json.loads(line)["paths"]]
                print(json.dumps({"photos": done}), flush=True)
            except Exception as problem:  # noqa: BLE001  # the other process names it
                print(json.dumps({"error": f"{type(problem).__name__}: {problem}"}), flush=True)


def _admit(path: Path, owner: Any) -> uuid.UUID:
    """Keep the file under new bytes: a photo that is known already would be a duplicate and cost nothing."""
    from photonest.pipelines.admission import admit
    from photonest.storage import media

    with media.receive() as incoming:
        with path.open("rb") as file:
            while chunk := file.read(media.CHUNK_BYTES):
                incoming.write(chunk)
        incoming.write(uuid.uuid4().bytes)
        admitted = admit(incoming, owner=owner, filename=path.name)
    assert admitted.asset_id is not None
    return admitted.asset_id


def _facts(asset_id: uuid.UUID) -> dict[str, Any]:
    """What the two sides must agree on."""
    from PIL import Image

    from photonest.assets.models import Asset
    from photonest.pipelines.ingest import RENDITIONS_VERSION
    from photonest.search.models import Embedding
    from photonest.storage import keys, media
    from photonest.tags.models import AssetTag

    asset = Asset.objects.get(id=asset_id)
    digest = bytes(asset.sha256)
    sizes = []
    for key in (keys.preview(digest, RENDITIONS_VERSION), keys.tile(digest, RENDITIONS_VERSION)):
        with Image.open(media.path(key)) as rendition:
            sizes.append(rendition.size)
    labels = AssetTag.objects.filter(asset=asset, kind="label").order_by("-score")
    return {
        "state": asset.state,
        "size": [asset.width_px, asset.height_px],
        "renditions": sizes,
        "top_label": labels.values_list("tag__name", flat=True).first(),
        "faces": asset.faces.count(),
        "vector": [float(value) for value in Embedding.objects.get(asset=asset, space__state="active").vector],
        "has_hash": asset.phash is not None,
    }


def _fused(owner: Any) -> Callable[[Path], uuid.UUID]:
    from photonest.pipelines import ingest

    def one(path: Path) -> uuid.UUID:
        asset_id = _admit(path, owner)
        ingest.run(asset_id)
        return asset_id

    return one


if __name__ == "__main__":
    main()
