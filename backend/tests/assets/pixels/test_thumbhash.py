"""ThumbHash in NumPy gives byte for byte what the reference implementation gives."""

from __future__ import annotations

import numpy as np
import pytest

from photonest.assets.pixels.thumbhash import thumbhash

# Made with the npm package thumbhash 0.1.1 (`rgbaToThumbHash`, alpha 255) from the picture of `formula`.
REFERENCE = {
    (64, 48): "9f0706258607727542a2690ca6c45b856b78e060a5",
    (48, 64): "1f180615083755089437c3b7738e56991b23bfa580",
    (40, 40): "e027064708215776106a886b75a8778978a756a608302606",
    (100, 10): "20170a318634507996786888f32506ece9",
    (1, 1): "98b031d71508f708888788708f7088f80888707ff8f7870f",
    (7, 100): "9c070a190e656408888883c54353b06b07",
}


@pytest.mark.parametrize("size", REFERENCE)
def test_the_hash_equals_that_of_the_reference(size: tuple[int, int]) -> None:
    rows, columns = np.mgrid[: size[1], : size[0]]
    formula = [columns * 5 + rows * 3, columns * rows + 40, 255 - columns * 2 + rows * 7]
    assert thumbhash((np.stack(formula, axis=-1) % 256).astype(np.uint8)).hex() == REFERENCE[size]


def test_a_picture_of_one_colour_has_no_cosine_terms() -> None:
    # Scales of zero make the terms irrelevant, so only mean, scales and shape are compared with the reference.
    assert thumbhash(np.full((24, 32, 3), 200, np.uint8)).hex()[:10] == "3108020580"


def test_a_picture_of_more_than_100_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="101"):
        thumbhash(np.zeros((10, 101, 3), np.uint8))
