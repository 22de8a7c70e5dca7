"""Requests and results of the AI service: what the backend may ask and what every answer looks like.

Wire format of ``POST /v1/analyse``: the JSON of `AnalyseRequest` in the header ``X-PhotoNest-Request``
(base64url) and the pixels as the raw body (``application/octet-stream``); a body is empty when the
pixels lie in shared memory on the same machine. Every other route is plain JSON in both directions.
Vectors travel as base64 of little-endian half floats: 512 numbers cost 1,368 characters instead of 6,335.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

UnitInterval = Annotated[float, Field(ge=0.0, le=1.0)]

REQUEST_HEADER = "X-PhotoNest-Request"
SECRET_HEADER = "X-PhotoNest-Secret"  # noqa: S105  # the name of a header


class Message(BaseModel):
    """Base of everything on the wire: immutable, and a field nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Task(StrEnum):
    """One kind of inference the caller wants done on a picture."""

    LABELS = "labels"
    OBJECTS = "objects"
    EMBEDDING = "embedding"
    FACES = "faces"
    FACE_EMBEDDINGS = "face_embeddings"
    EXPRESSIONS = "expressions"
    QUALITY = "quality"
    LOOKS = "looks"
    """Scene, colours, light, kind of picture, mood and action."""
    LIKENESS = "likeness"
    """A vector for comparing two pictures with each other; no text has one."""
    TEXT = "text"


DEFAULT_TASKS: tuple[Task, ...] = (
    Task.LABELS,
    Task.OBJECTS,
    Task.EMBEDDING,
    Task.FACES,
    Task.QUALITY,
    Task.LOOKS,
    Task.LIKENESS,
)
"""What is asked without a named person's opt-in: faces are counted and boxed, never recognised."""


class RawPixels(Message):
    """Pixels already decoded: RGB, 8 bit, row-major, upright, sRGB; ``height * width * 3`` bytes."""

    encoding: Literal["rgb8"] = "rgb8"
    width_px: Annotated[int, Field(ge=1, le=16384)]
    height_px: Annotated[int, Field(ge=1, le=16384)]
    shared_path: str | None = None
    """File name inside the shared folder that both sides were started with; ``None``: pixels are the body."""


class EncodedPreview(Message):
    """A JPEG, PNG or WebP preview, upright and sRGB, as the request body."""

    encoding: Literal["jpeg", "png", "webp"] = "jpeg"


class AnalyseRequest(Message):
    """Everything wanted about one picture, in one call."""

    pixels: RawPixels | EncodedPreview = Field(discriminator="encoding")
    tasks: tuple[Task, ...] = DEFAULT_TASKS
    is_known_to_have_text: bool = False
    """For `Task.TEXT`: read at once, without a glance first, and in the size that came (a band of a larger picture)."""


class Vector(Message):
    """A vector and the space it belongs to; vectors of two spaces are never compared."""

    space: str
    """``name@version``, for example ``conse-lite2-minilm@1``."""
    dim: Annotated[int, Field(ge=1, le=4000)]
    halfs: str
    """base64 of ``dim`` little-endian IEEE half floats, L2 norm 1 (or all zero: nothing was recognised)."""


class Label(Message):
    """Something a model believes to be in the picture."""

    name: str
    """Name of a tag of the vocabulary (`Vocabulary`), lower case."""
    score: UnitInterval
    source: str
    """``model@version``."""
    box: tuple[UnitInterval, UnitInterval, UnitInterval, UnitInterval] | None = None
    """Left, top, width, height as shares of the picture, for objects; the best one of its class."""
    count: Annotated[int, Field(ge=1)] = 1
    """How many instances passed the model's own threshold (objects)."""


class LookKind(StrEnum):
    """What about the picture as a whole a look describes."""

    SCENE = "scene"
    """Where it seems to be: ``beach``, ``forest``, ``indoors``."""
    COLOUR = "colour"
    """A colour that much of it has: ``red``; ``black and white`` for one without colour."""
    LIGHT = "light"
    """``night``, ``sunset``, ``low light``, ``backlit``, ``bright``."""
    KIND = "kind"
    """``document``, ``screenshot``, ``panorama``, ``portrait``, ``group``, ``selfie``: as far as pixels can tell."""
    MOOD = "mood"
    """What the picture looks like (``joyful``, ``calm``); never what somebody in it feels."""
    ACTION = "action"
    """What somebody in it does, as far as places of people and things show it: ``riding a horse``, ``skiing``."""


class Look(Message):
    """Something about the picture as a whole."""

    kind: LookKind
    name: str
    """Name of a tag of the vocabulary, lower case."""
    score: UnitInterval
    source: str
    """``model@version``."""


class Point(Message):
    x: float
    y: float


class DetectedFace(Message):
    """One face in one picture. Coordinates are shares of width and height; they may lie just outside 0…1."""

    box: tuple[float, float, float, float]
    """Left, top, width, height."""
    points: tuple[Point, Point, Point, Point, Point]
    """Person's right eye, left eye, nose, right and left mouth corner."""
    score: UnitInterval
    quality: UnitInterval
    """How usable the face is for recognition: size, sharpness, frontality. A heuristic, not a probability."""
    embedding: Vector | None = None
    """Only when `Task.FACE_EMBEDDINGS` was asked."""
    expression: dict[str, UnitInterval] | None = None
    """What the face looks like (``happy``: 0.9), only when `Task.EXPRESSIONS` was asked; never an inner state."""


class Quality(Message):
    """Sharpness and exposure of the picture, from pixels alone; 0 bad, 1 good."""

    sharpness: UnitInterval
    exposure: UnitInterval
    is_monochrome: bool
    brightness: UnitInterval
    """Mean luma, 0 black, 1 white."""


Corner = tuple[UnitInterval, UnitInterval]


class ReadLine(Message):
    """A line of text in a picture."""

    text: str
    score: UnitInterval
    """Mean certainty of its letters."""
    box: tuple[Corner, Corner, Corner, Corner]
    """Clockwise from the top left, as shares of the picture."""


class Analysis(Message):
    """Everything that was asked about one picture. ``None`` means not asked or not available (see `unavailable`)."""

    labels: tuple[Label, ...] | None = None
    objects: tuple[Label, ...] | None = None
    embedding: Vector | None = None
    faces: tuple[DetectedFace, ...] | None = None
    quality: Quality | None = None
    looks: tuple[Look, ...] | None = None
    """Best first; each kind and name once."""
    likeness: Vector | None = None
    """In a space of its own, that no query has: two pictures alike have a high cosine."""
    text: tuple[ReadLine, ...] | None = None
    """Lines in the order of reading, only when `Task.TEXT` was asked: it takes seconds."""
    is_text_small: bool = False
    """Some of it was too small to be read surely: more pixels of the same picture would help."""
    unavailable: dict[Task, str] = Field(default_factory=dict)
    """Task that could not be done -> a sentence: which model is missing or switched off."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Task -> ``model@version`` that answered."""


class EmbedTextRequest(Message):
    """Queries to be placed in a space. At most 32 texts of at most 1,000 characters."""

    texts: Annotated[tuple[Annotated[str, Field(max_length=1000)], ...], Field(min_length=1, max_length=32)]
    space: str | None = None
    """``None``: the service's default space."""


class Concept(Message):
    """A tag of the vocabulary that a query is close to."""

    name: str
    similarity: Annotated[float, Field(ge=-1.0, le=1.0)]


class EmbeddedText(Message):
    vector: Vector
    concepts: tuple[Concept, ...]
    """Tags whose similarity to the text is over the model's threshold, most similar first."""


class EmbedTextResult(Message):
    texts: tuple[EmbeddedText, ...]


class VocabularyTag(Message):
    name: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    """Broader words, nearest first (``golden retriever`` -> ``retriever``, ``dog``)."""
    sources: tuple[str, ...]
    """``model@version`` of every model that can give this tag."""
    shown_from: UnitInterval
    """Lowest score at which the tag is worth showing to a person, whichever source gave it."""
    shown_from_by_source: dict[str, UnitInterval] = Field(default_factory=dict)
    """The same for each source; scores of two sources are not alike (a label's probability, an object's peak)."""
    looks: tuple[LookKind, ...] = ()
    """The kinds of look this word can be; empty for things."""


class Vocabulary(Message):
    """Every tag the models can give; a word that is not in it cannot be recognised, only approximated."""

    space: str
    tags: tuple[VocabularyTag, ...]


class ModelCard(Message):
    """One installed or missing model, as the models page shows it."""

    id: str
    version: str
    task: str
    licence: str
    source: str
    """Package and version the weights came out of."""
    size_bytes: int
    sha256: str
    state: Literal["ready", "loaded", "missing", "off"]
    notice: str = ""


class ModelList(Message):
    models: tuple[ModelCard, ...]


class Health(Message):
    status: Literal["ok"] = "ok"
    version: str
    space: str
    """Default embedding space."""


class Problem(Message):
    """Every error of the service. ``permanent``: trying the same request again cannot help."""

    code: str
    message: str
    permanent: bool
    retry_after_s: float | None = None
    """How long a provider outside asked to be left alone."""


class InferenceFailed(Exception):
    """What an `InferenceClient` raises when the service answered with a `Problem` instead of a result."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class InferenceClient(Protocol):
    """The service as its caller sees it, over HTTP or in the same process.

    Each method raises `InferenceFailed` (or a kind of its own that carries the same `Problem`).
    """

    def health(self) -> Health: ...

    def analyse(self, request: AnalyseRequest, body: bytes | memoryview = b"") -> Analysis: ...

    def embed_text(self, request: EmbedTextRequest) -> EmbedTextResult: ...

    def vocabulary(self) -> Vocabulary: ...

    def models(self) -> ModelList: ...
