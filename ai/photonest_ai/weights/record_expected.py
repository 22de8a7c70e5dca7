"""Records what converted models must compute, ``python -m photonest_ai.weights.record_expected MODELS``.

Run by hand after a converter was checked by other means (``real`` tests on photographs); the results are committed.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from photonest_ai.runtime.cards import folder_of
from photonest_ai.runtime.catalogue import catalogue
from photonest_ai.weights.convert import converter, expectations


def main(argv: list[str]) -> int:
    """Write ``convert/expected/*.npz`` for every installed model whose converter has a probe."""
    target = Path(str(files("photonest_ai.weights.convert"))) / "expected"
    for entry in catalogue().models.values():
        probe = getattr(converter(entry.converter), "probe", None)
        if probe is not None:
            expectations.record(folder_of(Path(argv[0]), entry) / "model.onnx", probe(), target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
