"""Google Vision: what it sees in previews. Called only by those who said yes; the official client, REST or gRPC."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from photonest_ai.errors import (
    AIError,
    ProviderBroken,
    ProviderBusy,
    ProviderDown,
    ProviderKeyWrong,
    ProviderOff,
    ProviderQuota,
    ProviderRefused,
    SettingWrong,
)
from photonest_ai.runtime.leaving import require_bare
from photonest_ai.settings import Google, is_loopback
from photonest_contracts.providers import LookResult, Seen, SeenLandmark, SeenLine, SeenThing

if TYPE_CHECKING:
    from google.cloud import vision

HOST = "vision.googleapis.com"
MODEL = "builtin/stable"
SOURCE = "google-vision@builtin-stable"
TIMEOUT_S = 30.0
PATIENCE_S = 40.0
"""All repeats of one batch together."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 8.0
NO_CLIENT = (
    "The client of Google Vision is not installed. Run `.venv/bin/uv pip install --require-hashes -r "
    "requirements/google.txt` and start PhotoNest again."
)
SAFE = ("adult", "spoof", "medical", "violence", "racy")
LIKELIHOOD = ("unknown", "very unlikely", "unlikely", "possible", "likely", "very likely")
Corner = tuple[float, float]


def is_installed() -> bool:
    """Whether the official client is there; nothing is imported for it."""
    try:
        return importlib.util.find_spec("google.cloud.vision") is not None
    except ModuleNotFoundError:
        return False


class GoogleVision:
    """One client; safe to share between threads. Raises kinds of `AIError` only."""

    def __init__(self, settings: Google, *, first_pause_s: float = FIRST_PAUSE_S) -> None:
        if not settings.is_set_up:
            raise ProviderOff("Google Vision is not set up; PHOTONEST_AI_GOOGLE_KEY holds its key.")
        if not is_installed():
            raise ProviderOff(NO_CLIENT)
        self._settings = settings
        self._first_pause_s = first_pause_s
        self._client = _client(settings)
        session = getattr(self._client.transport, "_session", None)  # REST only
        if session is not None:
            session.max_redirects = 0  # the yes names one host, which does not get to send anything on to another

    def look(self, pictures: Sequence[bytes]) -> LookResult:
        """What is seen in each of at most 16 JPEG previews, in their order."""
        from google.api_core import exceptions
        from google.api_core.retry import Retry, if_exception_type
        from google.cloud import vision

        sizes = [require_bare(picture) for picture in pictures]
        request = vision.BatchAnnotateImagesRequest(requests=[_request(picture) for picture in pictures])
        size = int(vision.BatchAnnotateImagesRequest.pb(request).ByteSize())
        tries = 1

        def count(_error: Exception) -> None:
            nonlocal tries
            tries += 1

        retry = Retry(
            predicate=if_exception_type(
                exceptions.ServiceUnavailable, exceptions.InternalServerError, exceptions.BadGateway
            ),
            initial=self._first_pause_s,
            maximum=LONGEST_PAUSE_S,
            timeout=PATIENCE_S * (self._first_pause_s / FIRST_PAUSE_S),
            on_error=count,
        )
        try:
            answer = self._client.batch_annotate_images(request=request, retry=retry, timeout=TIMEOUT_S)
            found = answer.responses
            if len(found) != len(pictures):
                raise ProviderBroken(f"Google Vision answered {len(found)} pictures for {len(pictures)}.")
            seen = tuple(_seen(one, size_px) for one, size_px in zip(found, sizes, strict=True))
        except AIError:
            raise
        except Exception as error:
            raise _explained(error) from error
        return LookResult(seen=seen, source=SOURCE, sent_bytes=size * tries)

    def close(self) -> None:
        """End the connection."""
        self._client.transport.close()  # type: ignore[no-untyped-call]


def _client(settings: Google) -> vision.ImageAnnotatorClient:
    from google.api_core.client_options import ClientOptions
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import vision
    from google.cloud.vision_v1.services.image_annotator.transports import (
        ImageAnnotatorGrpcTransport,
        ImageAnnotatorRestTransport,
    )

    parts = urlsplit(settings.url)
    address = parts.netloc or HOST
    if parts.scheme == "http":
        if not is_loopback(settings.url):
            raise SettingWrong("PHOTONEST_AI_GOOGLE_URL may be plain http only on this machine.")
        if settings.transport == "grpc":
            import grpc

            transport: Any = ImageAnnotatorGrpcTransport(channel=grpc.insecure_channel(address))
        else:
            transport = ImageAnnotatorRestTransport(
                host=address,
                url_scheme="http",
                credentials=_key(settings) or AnonymousCredentials(),  # type: ignore[no-untyped-call]
            )
        return vision.ImageAnnotatorClient(transport=transport)
    options = ClientOptions(api_endpoint=address)
    if settings.credentials:
        client: vision.ImageAnnotatorClient = vision.ImageAnnotatorClient.from_service_account_file(
            str(settings.credentials), transport=settings.transport, client_options=options
        )
        return client
    return vision.ImageAnnotatorClient(credentials=_key(settings), transport=settings.transport, client_options=options)


def _key(settings: Google) -> Any:
    from google.auth import api_key

    return api_key.Credentials(settings.key) if settings.key else None  # type: ignore[no-untyped-call]


def _request(picture: bytes) -> vision.AnnotateImageRequest:
    from google.cloud import vision

    kinds = vision.Feature.Type
    wanted = {
        kinds.LABEL_DETECTION: 20,
        kinds.OBJECT_LOCALIZATION: 20,
        kinds.FACE_DETECTION: 50,
        kinds.TEXT_DETECTION: 0,
        kinds.LANDMARK_DETECTION: 3,
        kinds.SAFE_SEARCH_DETECTION: 0,
    }
    features = [vision.Feature(type_=kind, max_results=most) for kind, most in wanted.items()]
    return vision.AnnotateImageRequest(image=vision.Image(content=picture), features=features)


def _seen(answer: vision.AnnotateImageResponse, size: tuple[int, int]) -> Seen:
    if answer.error.code:
        # 3 invalid argument, 5 not found, 11 out of range, 12 unimplemented: this picture will never pass.
        return Seen(
            problem=answer.error.message or "Google Vision gave no reason.",
            is_permanent=answer.error.code in {3, 5, 11, 12},
        )
    safe = answer.safe_search_annotation
    return Seen(
        labels=_best(SeenThing(name=a.description, score=_share(a.score)) for a in answer.label_annotations),
        objects=_best(
            SeenThing(name=a.name, score=_share(a.score), box=_box(a.bounding_poly.normalized_vertices))
            for a in answer.localized_object_annotations
        ),
        landmarks=tuple(_landmark(a) for a in answer.landmark_annotations if a.description),
        lines=tuple(_lines(answer.full_text_annotation, size)),
        face_count=len(answer.face_annotations),
        safe_search={name: LIKELIHOOD[min(max(int(getattr(safe, name)), 0), 5)] for name in SAFE}
        if any(int(getattr(safe, name)) for name in SAFE)
        else {},
    )


def _best(found: Any) -> tuple[SeenThing, ...]:
    """Each name once, the surest, best first; the rest of the world writes names with capitals."""
    best: dict[str, SeenThing] = {}
    for thing in found:
        name = _plain(thing.name).lower()[:200]
        if name and (name not in best or best[name].score < thing.score):
            best[name] = thing.model_copy(update={"name": name})
    return tuple(sorted(best.values(), key=lambda thing: (-thing.score, thing.name)))


def _plain(text: str) -> str:
    """One line without control characters, which no database and no page wants."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def _share(value: float) -> float:
    return min(max(float(value), 0.0), 1.0)


def _box(corners: Any) -> tuple[float, float, float, float] | None:
    if not corners:
        return None
    xs, ys = [_share(c.x) for c in corners], [_share(c.y) for c in corners]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _landmark(found: Any) -> SeenLandmark:
    place = found.locations[0].lat_lng if found.locations else None
    is_sane = place is not None and -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180
    return SeenLandmark(
        name=_plain(found.description)[:200],
        score=_share(found.score),
        latitude=place.latitude if place is not None and is_sane else None,
        longitude=place.longitude if place is not None and is_sane else None,
    )


def _lines(text: Any, size: tuple[int, int]) -> list[SeenLine]:
    """Lines of the page in reading order, each with the box around its words."""
    lines: list[SeenLine] = []
    words: list[str] = []
    corners: list[Corner] = []
    for page in text.pages:
        for block in page.blocks:
            for paragraph in block.paragraphs:
                for word in paragraph.words:
                    words.append("".join(symbol.text for symbol in word.symbols))
                    corners += [(v.x / size[0], v.y / size[1]) for v in word.bounding_box.vertices]
                    last = word.symbols[-1].property.detected_break.type_ if word.symbols else 0
                    if int(last) in {3, 5}:  # EOL_SURE_SPACE, LINE_BREAK
                        _end_line(lines, words, corners)
                _end_line(lines, words, corners)
    return lines[:500]


def _end_line(lines: list[SeenLine], words: list[str], corners: list[Corner]) -> None:
    text = _plain(" ".join(words))[:500]
    if text:
        xs = [_share(x) for x, _ in corners] or [0.0]
        ys = [_share(y) for _, y in corners] or [0.0]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        lines.append(SeenLine(text=text, box=((left, top), (right, top), (right, bottom), (left, bottom))))
    words.clear()
    corners.clear()


def _explained(error: Exception) -> AIError:
    """What the client raised, as a sentence that says what to do."""
    from google.api_core import exceptions

    said = str(getattr(error, "message", "") or error)[:300]
    if isinstance(error, exceptions.RetryError):
        error = error.cause or error
    if isinstance(error, exceptions.TooManyRequests):  # gRPC's ResourceExhausted is one of them
        if "quota" in said.lower() or "billing" in said.lower():
            return ProviderQuota(
                f"The quota of your Google project for Vision is used up ({said}). Raise it in the Google Cloud "
                "console or wait for the next month; PhotoNest's own recognition is not touched.",
                retry_after_s=_retry_after(error),
            )
        return ProviderBusy(
            "Google Vision asks to be left alone for a while; it is tried again by itself.",
            retry_after_s=_retry_after(error),
        )
    if isinstance(error, (exceptions.Forbidden, exceptions.Unauthorized)):
        return ProviderKeyWrong(
            f"Google Vision refuses the key ({said}). Check that the key is right, that the Vision API is switched on "
            "for its project and that the project has a billing account."
        )
    if isinstance(error, exceptions.ClientError):
        return ProviderRefused(f"Google Vision refuses this request ({said}).")
    if isinstance(error, exceptions.GoogleAPICallError):
        return ProviderDown(f"Google Vision failed ({type(error).__name__}); it is tried again.")
    if isinstance(error, (OSError, TimeoutError)) or type(error).__name__ in {"TransportError", "RefreshError"}:
        return ProviderDown(f"Google Vision does not answer ({type(error).__name__}); it is tried again.")
    return ProviderBroken(f"Google Vision sent an answer that cannot be read ({type(error).__name__}).")


def _retry_after(error: Any) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    text = str(headers.get("Retry-After", ""))
    return float(text) if text.isdigit() else None
