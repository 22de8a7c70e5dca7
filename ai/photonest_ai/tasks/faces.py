"""Faces: where, how usable, and — only when asked — a vector and what they look like."""

from __future__ import annotations

import numpy as np

from photonest_ai.models.registry import Models
from photonest_ai.models.yunet import Face
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks.vectors import to_message
from photonest_contracts.inference import DetectedFace, Point, Vector

SFACE_POINTS = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)], np.float64
)
"""Where the five points lie in the 112×112 crop the net was trained with."""
CROP_PX = 112
EXPRESSION_PX = 64
EXPRESSION_MARGIN = 0.10


def faces(models: Models, picture: Picture, *, embeddings: bool, expressions: bool) -> tuple[DetectedFace, ...]:
    """All faces, best first. Raises `ModelMissing` if the detector is missing; the caller asks for the rest only
    when their models are there.
    """
    found = []
    for face in models.yunet.faces(picture):
        crop = aligned(picture, face)
        vector: Vector | None = None
        if embeddings:
            net = models.sface
            vector = to_message(net.name, net.embed(crop))
        looks = models.emotion.expression(grey_crop(picture, face)) if expressions else None
        points = [Point(x=float(x), y=float(y)) for x, y in face.points]
        found.append(
            DetectedFace(
                box=face.box,
                points=(points[0], points[1], points[2], points[3], points[4]),
                score=face.score,
                quality=face_quality(picture, face, crop),
                embedding=vector,
                expression=looks,
            )
        )
    return tuple(found)


def aligned(picture: Picture, face: Face) -> np.ndarray:
    """uint8 [112,112,3] RGB: eyes, nose and mouth moved to their places by shift, turn and one scale.

    Taken from the smallest shared size that is not below the crop's own, so that shrinking does not alias.
    """
    import cv2

    points = face.points * (picture.width, picture.height)
    matrix = similarity(points, SFACE_POINTS)
    source = picture.rgb
    if float(np.hypot(matrix[0, 0], matrix[1, 0])) <= 0.5 and picture.half is not picture.rgb:
        source = picture.half
        matrix = similarity(face.points * (source.shape[1], source.shape[0]), SFACE_POINTS)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 0.5:  # still more than twice too large: average first, warp then
        source, matrix = _shrunk(source, matrix, scale)
    return np.asarray(cv2.warpAffine(source, matrix, (CROP_PX, CROP_PX), flags=cv2.INTER_LINEAR))


def _shrunk(source: np.ndarray, matrix: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Cut out what the crop sees, shrink it by a whole number, and adapt the matrix."""
    import cv2

    step = int(1 / scale)
    back = cv2.invertAffineTransform(matrix)
    corners = np.array([(0, 0, 1), (CROP_PX, 0, 1), (0, CROP_PX, 1), (CROP_PX, CROP_PX, 1)]) @ back.T
    low = np.maximum(np.floor(corners.min(axis=0)) - step, 0).astype(int)
    high = np.minimum(np.ceil(corners.max(axis=0)) + step, (source.shape[1], source.shape[0])).astype(int)
    size = (high - low) // step
    if size.min() < 1:
        return source, matrix
    high = low + size * step
    part = cv2.resize(source[low[1] : high[1], low[0] : high[0]], tuple(size.tolist()), interpolation=cv2.INTER_AREA)
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ (low + (step - 1) / 2)
    moved[:, :2] *= step
    return part, moved


def similarity(points: np.ndarray, target: np.ndarray) -> np.ndarray:
    """2×3 matrix of the shift, turn and scale that brings ``points`` nearest to ``target`` (least squares; Umeyama 1991
    for two dimensions without mirroring). Points that all coincide give the identity shifted onto the target.
    """
    centre, goal = points.mean(axis=0), target.mean(axis=0)
    p, t = points - centre, target - goal
    square = float((p * p).sum())
    if square < 1e-9:
        return np.array([[1.0, 0.0, goal[0] - centre[0]], [0.0, 1.0, goal[1] - centre[1]]])
    a = float((p * t).sum()) / square
    b = float((p[:, 0] * t[:, 1] - p[:, 1] * t[:, 0]).sum()) / square
    turn = np.array([[a, -b], [b, a]])
    return np.hstack([turn, (goal - turn @ centre)[:, None]])


def face_quality(picture: Picture, face: Face, crop: np.ndarray) -> float:
    """Size × sharpness × frontality, each 0…1; a heuristic [not evaluated].

    Size: distance of the eyes, full marks from 56 px (half the crop: nothing is invented by enlarging).
    Sharpness: Laplacian deviation of the aligned crop over its contrast. Frontality: the nose between the eyes.
    """
    import cv2

    points = face.points * (picture.width, picture.height)
    eyes = points[1] - points[0]
    distance = float(np.hypot(*eyes))
    if distance < 1e-6:
        return 0.0
    size = min(1.0, distance / 56)
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    edges = float(cv2.meanStdDev(cv2.Laplacian(luma, cv2.CV_16S, ksize=1))[1][0, 0])
    contrast = max(float(cv2.meanStdDev(luma)[1][0, 0]), 1.0)
    sharp = min(1.0, 4 * edges / contrast)
    along = float((points[2] - points[0]) @ eyes) / distance**2
    frontal = max(0.0, 1 - 2 * abs(along - 0.5))
    return float(np.clip(size * sharp * (0.3 + 0.7 * frontal) * min(1.0, face.score / 0.9), 0.0, 1.0))


def grey_crop(picture: Picture, face: Face) -> np.ndarray:
    """uint8 [64,64]: the box with a margin of 10 %, what lies outside the picture is its edge repeated."""
    import cv2

    left, top, width, height = face.box
    x, y = left * picture.width, top * picture.height
    w, h = max(width * picture.width, 1.0), max(height * picture.height, 1.0)
    x, y, w, h = (
        x - w * EXPRESSION_MARGIN,
        y - h * EXPRESSION_MARGIN,
        w * (1 + 2 * EXPRESSION_MARGIN),
        h * (1 + 2 * EXPRESSION_MARGIN),
    )
    low_x, low_y = max(0, int(x)), max(0, int(y))
    part = picture.rgb[low_y : max(low_y + 1, int(y + h)), low_x : max(low_x + 1, int(x + w))]
    if part.size == 0:
        part = picture.rgb[-1:, -1:]
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, (EXPRESSION_PX, EXPRESSION_PX), interpolation=cv2.INTER_AREA))
