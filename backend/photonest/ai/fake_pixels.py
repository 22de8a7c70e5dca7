"""What the fake AI sees: shares of known colours, filled patches as objects and faces, luma as quality."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from photonest.ai.errors import AIRefused
from photonest.ai.fake_words import COLOURS, OBJECTS, SKIN, Colour, random_direction
from photonest.ai.half_vectors import encode_vector
from photonest_contracts.inference import DetectedFace, Label, Point, Quality, Task, Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

FACE_SPACE = "fake-faces@1"
FACE_DIM = 128
SOURCE = "fake-colours@1"
LABELS_FROM = 0.02


def decode(body: bytes) -> Pixels:
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(body)) as picture:
            return np.asarray(picture.convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise AIRefused("The preview cannot be decoded.", ai_code="bad_pixels") from None


def _shares(pixels: Pixels, things: tuple[Colour, ...], *, within: int) -> list[tuple[Colour, float]]:
    """Share of the picture whose colour lies `within` (per channel) of each thing's, nearest thing only."""
    import numpy as np

    step = max(1, int((pixels.shape[0] * pixels.shape[1] / 40_000) ** 0.5))
    small = pixels[::step, ::step].reshape(-1, 3).astype(np.int16)
    away = np.stack([np.abs(small - np.array(thing.rgb, np.int16)).max(1) for thing in things])
    nearest, distance = away.argmin(0), away.min(0)
    return [(thing, float(((nearest == i) & (distance <= within)).mean())) for i, thing in enumerate(things)]


def find_labels(pixels: Pixels) -> tuple[Label, ...]:
    found = [(thing, share) for thing, share in _shares(pixels, COLOURS, within=60) if share >= LABELS_FROM]
    found.sort(key=lambda pair: (-pair[1], pair[0].name))
    return tuple(Label(name=thing.name, score=round(min(share, 1.0), 4), source=SOURCE) for thing, share in found)


def find_objects(pixels: Pixels) -> tuple[Label, ...]:
    import numpy as np

    labels = []
    for thing in OBJECTS:
        mask = np.abs(pixels.astype(np.int16) - np.array(thing.rgb, np.int16)).max(2) <= 12
        boxes = _boxes(mask)
        if boxes:
            left, top, width, height = max(boxes, key=lambda box: box[2] * box[3])
            score = round(min(0.99, 0.5 + (width * height) ** 0.5), 4)
            labels.append(
                Label(name=thing.name, score=score, source=SOURCE, box=(left, top, width, height), count=len(boxes))
            )
    return tuple(sorted(labels, key=lambda label: (-label.score, label.name)))


def _boxes(mask: NDArray[np.bool_]) -> list[tuple[float, float, float, float]]:
    """Left, top, width, height (shares) of the filled patches, split where a column holds none of the colour."""
    import numpy as np

    height, width = mask.shape
    columns = np.concatenate([[False], mask.any(0), [False]])
    edges = np.flatnonzero(columns[1:] != columns[:-1])
    boxes = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(mask[:, left:right].any(1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        patch = mask[top:bottom, left:right]
        if patch.size >= 0.002 * mask.size and patch.mean() > 0.4:
            boxes.append((float(left / width), top / height, float((right - left) / width), (bottom - top) / height))
    return boxes


def find_faces(pixels: Pixels, wanted: set[Task]) -> tuple[DetectedFace, ...]:
    import numpy as np

    height, width = pixels.shape[:2]
    mask = np.abs(pixels.astype(np.int16) - np.array(SKIN, np.int16)).max(2) <= 12
    faces = []
    for left, top, box_width, box_height in _boxes(mask):
        x, y = int(left * width), int(top * height)
        patch = pixels[y : y + max(1, int(box_height * height)), x : x + max(1, int(box_width * width))]
        faces.append(
            DetectedFace(
                box=(left, top, box_width, box_height),
                points=tuple(
                    Point(x=left + across * box_width, y=top + down * box_height)
                    for across, down in ((0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8))
                ),
                score=0.95,
                quality=round(min(1.0, box_height * height / 112), 4),
                embedding=_face_vector(patch) if Task.FACE_EMBEDDINGS in wanted else None,
                expression={"happy": 0.9, "neutral": 0.1} if Task.EXPRESSIONS in wanted else None,
            )
        )
    return tuple(faces)


def _face_vector(patch: Pixels) -> Vector:
    """Faces with the same colour of features (everything inside that is not skin) are one person."""
    import numpy as np

    height, width = patch.shape[:2]
    middle = patch[height // 4 : height - height // 4, width // 4 : width - width // 4]
    flat = middle.reshape(-1, 3).astype(np.int16)
    features = flat[np.abs(flat - np.array(SKIN, np.int16)).max(1) > 40]
    mean = features.mean(0) if len(features) else np.zeros(3)
    name = "face " + "-".join(str(int(value) // 32) for value in mean)
    return encode_vector(random_direction(name, FACE_DIM).tolist(), space=FACE_SPACE)


def judge_quality(pixels: Pixels) -> Quality:
    import numpy as np

    luma = pixels.astype(np.float64) @ (0.299, 0.587, 0.114) / 255
    edges = float(np.abs(np.diff(luma, axis=1)).mean()) if luma.shape[1] > 1 else 0.0
    brightness = float(luma.mean())
    spread = float((pixels.max(2).astype(np.int16) - pixels.min(2)).mean())
    return Quality(
        sharpness=min(1.0, edges * 10),
        exposure=max(0.0, 1 - 2 * abs(brightness - 0.5)),
        is_monochrome=spread < 6,
        brightness=min(1.0, brightness),
    )
