"""CLIP packs: preprocessing and tokens against a reference, vectors, and the eight checks. No real weights needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ai.tests.toy_packs import CONTEXT, MEAN, STD, colour_pack, merges, random_pack
from photonest_ai.errors import PackInvalid
from photonest_ai.models.clip import ClipPack, preprocess
from photonest_ai.packs.checks import card, check
from photonest_ai.runtime.bpe import from_merges, read_tokenizer
from photonest_ai.runtime.packs import ImageSide, parse_pack, read_pack

EXPECTED = Path(__file__).parent / "expected" / "preprocess.npz"
"""Every seventh pixel of what `CLIPImageProcessor` and `SiglipImageProcessor` of transformers 5.24 give."""
SIZES = {"wide": (150, 333), "tall": (301, 120), "small": (20, 31), "square": (224, 224)}
TOKENS = {
    "a photo of a red car": [572, 320, 550, 563, 320, 513, 560, 573],
    "  The   RED  Dog's  wall, and 42 blue ÉTÉ — 日本 🐕 ": [
        572, 565, 513, 562, 6, 338, 558, 267, 567, 275, 273, 519, 127, 102, 83, 127, 358, 158, 222, 498, 162, 245,
        98, 162, 250, 361, 172, 253, 238, 499, 573,
    ],
    "": [572, 573],
    "it's we'll <odd> under_score": [
        572, 72, 339, 6, 338, 86, 324, 6, 75, 331, 283, 78, 67, 323, 285, 84, 77, 67, 68, 337, 318, 82, 66, 78, 81,
        324, 573,
    ],
    "x" * 30: [572, *[87] * 29, 343, 573],
}  # fmt: skip
"""What `CLIPTokenizer` of transformers 5.24 gives for the same merge list."""


def picture(height: int, width: int) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    bands = [(x * 7 + y * 3) % 256, (x * x // 9 + y * 5) % 256, (x * 2 + y * y // 7) % 256]
    return np.stack(bands, -1).astype(np.uint8)


def opened(folder: Path) -> ClipPack:
    return ClipPack(folder, read_pack(folder))


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_pictures_are_prepared_as_the_reference_does(kind: str, shape: str) -> None:
    resize, mean, std = ("crop", MEAN, STD) if kind == "clip" else ("squash", (0.5,) * 3, (0.5,) * 3)
    side = ImageSide("visual.onnx", 64, resize, "bicubic", mean, std, "")  # type: ignore[arg-type]
    ours = preprocess(picture(*SIZES[shape]), side)[0, :, ::7, ::7]
    with np.load(EXPECTED) as expected:
        assert ours.shape == expected[f"{kind}_{shape}"].shape
        assert np.abs(ours - expected[f"{kind}_{shape}"]).max() < 1e-5


@pytest.mark.parametrize("text", TOKENS)
def test_words_become_the_tokens_of_the_reference(text: str) -> None:
    assert from_merges(merges()).encode(text).ids == TOKENS[text]


def test_a_merge_list_may_be_packed_and_a_tokenizer_may_be_json(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "bpe.txt.gz").write_bytes(gzip.compress("\n".join(merges()).encode()))
    read_tokenizer(tmp_path / "bpe.txt.gz").save(str(tmp_path / "tokenizer.json"))
    for name in ("bpe.txt.gz", "tokenizer.json"):
        assert read_tokenizer(tmp_path / name).encode("a red car").ids == [572, 320, 513, 560, 573]
    (tmp_path / "broken.json").write_text("{}")
    with pytest.raises(PackInvalid, match=r"broken\.json is no tokenizer"):
        read_tokenizer(tmp_path / "broken.json")


def test_texts_are_framed_cut_and_padded(tmp_path: Path) -> None:
    pack = opened(colour_pack(tmp_path))
    ids, mask = pack.token_ids(["red", "red " * 50])
    assert ids[0].tolist() == [572, 320, 550, 563, 513, 573] + [0] * (CONTEXT - 6)
    assert mask[0].sum() == 6
    assert ids[1, -1] == 573, "the closing mark stays, however long the text"
    assert mask[1].all()


def test_marks_that_the_description_names_replace_those_of_the_tokenizer(tmp_path: Path) -> None:
    pack = opened(random_pack(tmp_path, text__bos_id=1, text__eos_id=2, text__pad_id=3))
    ids, _ = pack.token_ids(["red", "red " * 50])
    assert ids[0].tolist() == [1, 320, 550, 563, 513, 2] + [3] * (CONTEXT - 6)
    assert (ids[1, 0], ids[1, -1]) == (1, 2)


def test_pictures_are_near_to_their_colours_words(tmp_path: Path) -> None:
    pack = opened(colour_pack(tmp_path))
    pictures = pack.embed_images([card("red"), card("blue")])
    texts = pack.embed_texts(["a red car", "the blue wall", "an old map of a town"])
    nearness = pictures @ texts.T
    assert nearness[0].argmax() == 0
    assert nearness[1].argmax() == 1
    assert nearness[:, 2].max() < 0.4 < nearness[0, 0]


@pytest.mark.parametrize(("pooling", "row"), [("first", 0), ("eos", 5)])
def test_token_vectors_are_pooled_as_described(tmp_path: Path, pooling: str, row: int) -> None:
    pack = opened(random_pack(tmp_path, text__pooling=f'"{pooling}"'))
    ids, _ = pack.token_ids(["red"])
    tokens = pack._textual.run(None, {"text": ids.astype(np.int32)})[0][0]
    expected = tokens[row] / np.linalg.norm(tokens[row])
    assert np.allclose(pack.embed_texts(["red"])[0], expected, atol=1e-5)


def test_all_eight_checks_pass_for_a_pack_that_agrees(tmp_path: Path) -> None:
    lines = check(opened(colour_pack(tmp_path)))
    assert len(lines) == 8
    assert all(line.startswith("checked: ") for line in lines)


def test_random_weights_are_refused_because_words_and_pictures_do_not_agree(tmp_path: Path) -> None:
    pack = opened(random_pack(tmp_path))
    with pytest.raises(PackInvalid, match="agree about plain colours"):
        check(pack)
    assert check(pack, needs_agreement=False)[-1].startswith("not checked")


def test_a_net_for_one_picture_at_a_time_is_fed_one_at_a_time(tmp_path: Path) -> None:
    one, many = opened(random_pack(tmp_path / "one", batch=1)), opened(random_pack(tmp_path / "many"))
    pictures = [picture(50, 60), picture(70, 40)]
    assert not one.takes_batches
    assert np.allclose(one.embed_images(pictures), many.embed_images(pictures), atol=1e-5)
    assert np.allclose(one.embed_texts(["red", "a dog"]), many.embed_texts(["red", "a dog"]), atol=1e-5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dim": 25}, "its dim says 25"),
        ({"image__output": '"nothing"'}, "There is no output"),
        ({"text__pooling": '"pooled"'}, "text.pooling must be"),
        ({"image__size": 64}, "announced length"),
    ],
)
def test_a_wrong_description_is_found_out(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    make = random_pack if "text__pooling" in changes else colour_pack
    if "text__pooling" in changes:
        folder = make(tmp_path)
        file = folder / "pack.toml"
        file.write_text(file.read_text().replace('pooling = "eos"', 'pooling = "pooled"'))
    elif "image__size" in changes:
        folder = random_pack(tmp_path, image__size=16, image__mean=[0.5, 0.5, 0.5], image__std=[0.5, 0.5, 0.5])
    else:
        folder = make(tmp_path, **changes)
    with pytest.raises(PackInvalid, match=words):
        check(opened(folder))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("id", "Bad Name", "id is missing or not a plain name"),
        ("id", "../x", "id is missing or not a plain name"),
        ("dim", 0, "dim must be a whole number"),
        ("dim", 5000, "dim must be a whole number"),
        ("licence", "", "licence must be a text"),
        ("image", None, "image is missing"),
        ("files", {"visual.onnx": "abc"}, "no SHA-256"),
        ("files", {"../../x": "0" * 64}, "no plain name"),
        ("files", {"visual.onnx": "0" * 64}, "lists no SHA-256 of textual.onnx"),
        ("image.mean", [0.5, 0.5], "image.mean must be three numbers"),
        ("image.std", [0.0, 0.5, 0.5], "image.std must lie between"),
        ("image.resize", "stretch", "image.resize must be one of"),
        ("text.prompt", "a photo", "must contain {} once"),
        ("text.context", "77", "text.context must be a whole number"),
        ("text.lower_case", "yes", "text.lower_case must be true or false"),
    ],
)
def test_every_wrong_field_is_named(field: str, value: object, words: str) -> None:
    raw: dict[str, object] = {
        "id": "toy", "version": "1", "dim": 8, "licence": "MIT",
        "image": {"size": 32, "mean": [0.5] * 3, "std": [0.5] * 3}, "text": {"context": 16},
        "files": dict.fromkeys(("visual.onnx", "textual.onnx", "tokenizer.json"), "0" * 64),
    }  # fmt: skip
    assert parse_pack(raw).space == "toy@1"
    place, _, name = field.partition(".")
    if name:
        raw[place] = {**raw[place], name: value}  # type: ignore[dict-item]
    else:
        raw[place] = value
    with pytest.raises(PackInvalid) as caught:
        parse_pack(raw)
    assert words in caught.value.message
