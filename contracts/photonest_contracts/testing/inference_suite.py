"""What every AI service must do, real or fake. Subclass `InferenceSuite`, override ``make``, let pytest run it."""

from __future__ import annotations

import base64
import math
import struct
from pathlib import Path

import pytest

from photonest_contracts.inference import (
    DEFAULT_TASKS,
    AnalyseRequest,
    Analysis,
    EmbedTextRequest,
    EncodedPreview,
    InferenceClient,
    InferenceFailed,
    Label,
    Problem,
    RawPixels,
    Task,
    Vector,
)
from photonest_contracts.testing.pictures import drawn, request_for, turned

WIDTH_PX, HEIGHT_PX = 96, 64
PICTURE = drawn(WIDTH_PX, HEIGHT_PX)
ALL_TASKS = tuple(Task)
UNIT_TOLERANCE = 5e-3
"""Half floats keep about three digits of each number."""


def numbers(vector: Vector) -> tuple[float, ...]:
    """A vector unpacked; fails when its bytes are not ``dim`` half floats."""
    raw = base64.b64decode(vector.halfs, validate=True)
    assert len(raw) == 2 * vector.dim, "as many half floats as the dimension says"
    return struct.unpack(f"<{vector.dim}e", raw)


def assert_unit(vector: Vector) -> None:
    """Norm 1, or all zero, and no number that is not one."""
    values = numbers(vector)
    assert all(math.isfinite(v) for v in values)
    norm = math.sqrt(sum(v * v for v in values))
    assert norm == 0 or abs(norm - 1) < UNIT_TOLERANCE


def assert_ordered(labels: tuple[Label, ...]) -> None:
    """Best first, each name once, boxes inside the picture."""
    scores = [label.score for label in labels]
    assert scores == sorted(scores, reverse=True)
    assert len({label.name for label in labels}) == len(labels)
    for label in labels:
        assert label.name == label.name.lower()
        assert "@" in label.source
        if label.box is not None:
            left, top, width, height = label.box
            assert width > 0
            assert height > 0
            assert left + width <= 1 + 1e-6
            assert top + height <= 1 + 1e-6


class InferenceSuite:
    """Facts of `photonest_contracts.inference`. Everything here must hold whatever the models see."""

    def make(self, shared_dir: Path) -> InferenceClient:
        """A client of the service under test, started with this shared folder."""
        raise NotImplementedError

    def problem_of(self, error: Exception) -> Problem:
        """The `Problem` inside whatever the client raises."""
        assert isinstance(error, InferenceFailed), f"not a failure of the contract: {error!r}"
        return error.problem

    @pytest.fixture
    def client(self, tmp_path: Path) -> InferenceClient:
        return self.make(tmp_path)

    def refused(self, client: InferenceClient, request: AnalyseRequest, body: bytes) -> Problem:
        """The problem that the client raises for this request."""
        with pytest.raises(Exception) as caught:  # noqa: PT011  # problem_of says which kind
            client.analyse(request, body)
        problem = self.problem_of(caught.value)
        assert problem.code
        assert len(problem.message) > 10, "a sentence"
        return problem

    def analysed(self, client: InferenceClient, tasks: tuple[Task, ...] = ALL_TASKS) -> Analysis:
        return client.analyse(request_for(WIDTH_PX, HEIGHT_PX, tasks), drawn(WIDTH_PX, HEIGHT_PX))

    # -- pictures ---------------------------------------------------------------------------------------------------

    def test_every_task_asked_is_answered_or_explained(self, client: InferenceClient) -> None:
        found = self.analysed(client)
        answers = {
            Task.LABELS: found.labels,
            Task.OBJECTS: found.objects,
            Task.EMBEDDING: found.embedding,
            Task.FACES: found.faces,
            Task.QUALITY: found.quality,
            Task.LOOKS: found.looks,
            Task.LIKENESS: found.likeness,
            Task.TEXT: found.text,
        }
        for task, value in answers.items():
            assert (value is None) == (task in found.unavailable), task
        for task in ALL_TASKS:
            assert (task in found.versions) != (task in found.unavailable), task
        assert all("@" in version for version in found.versions.values())

    def test_what_was_not_asked_is_not_answered(self, client: InferenceClient) -> None:
        found = self.analysed(client, (Task.QUALITY,))
        assert found.quality is not None
        others = (found.labels, found.objects, found.embedding, found.faces, found.looks, found.likeness, found.text)
        assert others == (None,) * 7
        assert not found.unavailable

    def test_labels_and_objects_come_best_first_with_names_of_the_vocabulary(self, client: InferenceClient) -> None:
        found = self.analysed(client)
        known = {tag.name: set(tag.sources) for tag in client.vocabulary().tags}
        for labels in (found.labels or (), found.objects or ()):
            assert_ordered(labels)
            for label in labels:
                assert label.source in known[label.name]

    def test_looks_come_best_first_each_once_with_names_and_kinds_of_the_vocabulary(
        self, client: InferenceClient
    ) -> None:
        looks = self.analysed(client).looks
        assert looks, "a picture of two colours has a colour"
        scores = [look.score for look in looks]
        assert scores == sorted(scores, reverse=True)
        assert len({(look.kind, look.name) for look in looks}) == len(looks)
        known = {tag.name: tag for tag in client.vocabulary().tags}
        for look in looks:
            assert look.kind in known[look.name].looks
            assert look.source in known[look.name].sources

    def test_the_vector_for_likeness_has_a_space_of_its_own_and_knows_the_same_picture(
        self, client: InferenceClient
    ) -> None:
        found = self.analysed(client)
        assert found.likeness is not None
        assert found.embedding is not None
        assert_unit(found.likeness)
        assert found.likeness.space != found.embedding.space
        plain = bytes(range(256)) * (WIDTH_PX * HEIGHT_PX * 3 // 256)
        other = client.analyse(request_for(WIDTH_PX, HEIGHT_PX, (Task.LIKENESS,)), plain).likeness
        assert other is not None
        alike = sum(a * b for a, b in zip(numbers(found.likeness), numbers(other), strict=True))
        assert alike < 1 - UNIT_TOLERANCE

    def test_the_photo_vector_is_of_the_space_of_the_queries(self, client: InferenceClient) -> None:
        vector = self.analysed(client).embedding
        assert vector is not None
        assert_unit(vector)
        query = client.embed_text(EmbedTextRequest(texts=("sea",))).texts[0].vector
        assert (vector.space, vector.dim) == (query.space, query.dim)
        assert vector.space == client.health().space == client.vocabulary().space

    def test_the_same_picture_gives_the_same_answer(self, client: InferenceClient) -> None:
        assert self.analysed(client) == self.analysed(client)

    def test_no_face_is_recognised_unless_asked(self, client: InferenceClient) -> None:
        found = self.analysed(client, DEFAULT_TASKS)
        assert all(face.embedding is None and face.expression is None for face in found.faces or ())
        assert Task.FACE_EMBEDDINGS not in found.versions

    def test_face_vectors_have_a_space_of_their_own(self, client: InferenceClient) -> None:
        found = self.analysed(client, (Task.FACES, Task.FACE_EMBEDDINGS, Task.EMBEDDING))
        assert found.embedding is not None
        for face in found.faces or ():
            assert face.embedding is not None
            assert_unit(face.embedding)
            assert face.embedding.space != found.embedding.space

    @pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 900), (900, 1), (2, 3), (400, 8)])
    def test_a_picture_of_any_shape_survives(self, client: InferenceClient, width: int, height: int) -> None:
        found = client.analyse(request_for(width, height, ALL_TASKS), drawn(width, height))
        assert found.quality is not None
        assert found.embedding is not None
        assert_unit(found.embedding)

    def test_a_turned_picture_survives_and_is_another_picture(self, client: InferenceClient) -> None:
        upright = drawn(WIDTH_PX, HEIGHT_PX)
        other = client.analyse(request_for(HEIGHT_PX, WIDTH_PX, ALL_TASKS), turned(upright, WIDTH_PX, HEIGHT_PX))
        assert other.quality is not None
        original = self.analysed(client).quality
        assert original is not None
        assert abs(other.quality.brightness - original.brightness) < 0.02

    def test_brightness_knows_black_from_white(self, client: InferenceClient) -> None:
        for value, expected in ((0, 0.0), (255, 1.0)):
            found = client.analyse(request_for(32, 32, (Task.QUALITY,)), bytes([value]) * (32 * 32 * 3))
            assert found.quality is not None
            assert found.quality.brightness == pytest.approx(expected, abs=0.02)
            assert found.quality.is_monochrome

    def test_a_memoryview_is_as_good_as_bytes(self, client: InferenceClient) -> None:
        body = memoryview(drawn(WIDTH_PX, HEIGHT_PX))
        assert client.analyse(request_for(WIDTH_PX, HEIGHT_PX), body) == self.analysed(client, DEFAULT_TASKS)

    # -- bad pictures -----------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("body", [b"", b"\x00", PICTURE[:-1], PICTURE + b"\x00"])
    def test_a_body_of_the_wrong_size_is_refused_for_good(self, client: InferenceClient, body: bytes) -> None:
        assert self.refused(client, request_for(WIDTH_PX, HEIGHT_PX), body).permanent

    @pytest.mark.parametrize("body", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"\x00" * 40])
    def test_a_preview_that_is_no_picture_is_refused_for_good(self, client: InferenceClient, body: bytes) -> None:
        assert self.refused(client, AnalyseRequest(pixels=EncodedPreview()), body).permanent

    def test_a_service_still_works_after_a_bad_picture(self, client: InferenceClient) -> None:
        self.refused(client, request_for(WIDTH_PX, HEIGHT_PX), b"")
        assert self.analysed(client).quality is not None

    # -- shared pixels ----------------------------------------------------------------------------------------------

    def shared(self, name: str) -> AnalyseRequest:
        return AnalyseRequest(pixels=RawPixels(width_px=WIDTH_PX, height_px=HEIGHT_PX, shared_path=name))

    def test_shared_pixels_give_the_same_answer_as_a_body(self, client: InferenceClient, tmp_path: Path) -> None:
        (tmp_path / "photo-1.rgb").write_bytes(drawn(WIDTH_PX, HEIGHT_PX))
        assert client.analyse(self.shared("photo-1.rgb"), b"") == self.analysed(client, DEFAULT_TASKS)

    @pytest.mark.parametrize("name", ["../photo.rgb", "/etc/hostname", "a/b.rgb", "..", ".", "", ".hidden"])
    def test_a_shared_name_that_leads_elsewhere_is_refused(
        self, client: InferenceClient, tmp_path: Path, name: str
    ) -> None:
        (tmp_path.parent / "photo.rgb").write_bytes(drawn(WIDTH_PX, HEIGHT_PX))
        assert self.refused(client, self.shared(name), b"").permanent

    def test_shared_pixels_that_are_gone_may_be_sent_again(self, client: InferenceClient) -> None:
        assert not self.refused(client, self.shared("gone.rgb"), b"").permanent

    def test_shared_pixels_of_the_wrong_size_are_refused(self, client: InferenceClient, tmp_path: Path) -> None:
        (tmp_path / "short.rgb").write_bytes(b"\x00" * 10)
        assert self.refused(client, self.shared("short.rgb"), b"").permanent

    # -- words ------------------------------------------------------------------------------------------------------

    def test_each_text_gets_a_unit_vector_and_ordered_concepts(self, client: InferenceClient) -> None:
        texts = ("dog", "a photo of a cat", "sunset over the sea", "xyzzy")
        found = client.embed_text(EmbedTextRequest(texts=texts)).texts
        assert len(found) == len(texts)
        names = {tag.name for tag in client.vocabulary().tags}
        for text in found:
            assert_unit(text.vector)
            similarities = [concept.similarity for concept in text.concepts]
            assert similarities == sorted(similarities, reverse=True)
            assert {concept.name for concept in text.concepts} <= names

    def test_texts_together_equal_texts_alone(self, client: InferenceClient) -> None:
        texts = ("dog", "a red car in the snow, seen from above", "tree")
        together = client.embed_text(EmbedTextRequest(texts=texts)).texts
        alone = tuple(client.embed_text(EmbedTextRequest(texts=(text,))).texts[0] for text in texts)
        assert together == alone

    def test_every_tag_finds_itself(self, client: InferenceClient) -> None:
        for tag in client.vocabulary().tags[::97]:
            concepts = client.embed_text(EmbedTextRequest(texts=(tag.synonyms[0] if tag.synonyms else tag.name,)))
            assert tag.name in {concept.name for concept in concepts.texts[0].concepts}, tag.name

    @pytest.mark.parametrize("text", ["", "   ", "\x00", "🐕", "x" * 1000, "' OR 1=1 --", "\u202egod"])
    def test_odd_texts_are_answered(self, client: InferenceClient, text: str) -> None:
        assert_unit(client.embed_text(EmbedTextRequest(texts=(text,))).texts[0].vector)

    def test_the_empty_text_means_nothing(self, client: InferenceClient) -> None:
        assert client.embed_text(EmbedTextRequest(texts=("",))).texts[0].concepts == ()

    def test_an_unknown_space_is_refused_for_good(self, client: InferenceClient) -> None:
        with pytest.raises(Exception) as caught:  # noqa: PT011  # problem_of says which kind
            client.embed_text(EmbedTextRequest(texts=("dog",), space="no-such-space@7"))
        assert self.problem_of(caught.value).permanent

    # -- what there is ----------------------------------------------------------------------------------------------

    def test_the_vocabulary_names_each_tag_once(self, client: InferenceClient) -> None:
        tags = client.vocabulary().tags
        assert tags
        assert len({tag.name for tag in tags}) == len(tags)
        for tag in tags:
            assert tag.name == tag.name.lower().strip() != ""
            assert tag.sources
            assert tag.name not in tag.synonyms
            assert set(tag.shown_from_by_source) <= set(tag.sources)

    def test_every_version_that_answers_is_in_the_list_of_models(self, client: InferenceClient) -> None:
        listed = {f"{card.id}@{card.version}" for card in client.models().models}
        found = self.analysed(client)
        sources = {label.source for label in (*(found.labels or ()), *(found.objects or ()))}
        sources |= {look.source for look in found.looks or ()}
        assert sources <= listed

    def test_every_model_says_where_it_comes_from_and_under_which_licence(self, client: InferenceClient) -> None:
        for card in client.models().models:
            assert card.licence
            assert card.source
            assert card.state == "missing" or len(card.sha256) == 64

    def test_health_names_a_version(self, client: InferenceClient) -> None:
        assert client.health().version
