"""Makes `labels.json`: names, synonyms and broader words of the 1,000 ImageNet classes, from WordNet 3.0 alone.

``python -m photonest_ai.weights.make_labels DATA_NOUN IDS OUT``: DATA_NOUN is ``data.noun`` of WordNet 3.0 (Debian
package ``wordnet-base`` 1:3.0), IDS has one class id a line (``n01440764``; WordNet 3.0 noun offsets; the pip package
``timm`` carries the list as ``imagenet_synsets.txt``). Class order is ascending id. Run by hand; the result is
committed, with the WordNet notice inside.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

NOTICE = (
    "WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. This software and database is provided "
    '"as is" and Princeton University makes no representations or warranties, express or implied. Permission to use, '
    "copy, modify and distribute this software and database and its documentation for any purpose and without fee or "
    "royalty is hereby granted, provided that this notice appears on all copies. The name of Princeton University may "
    "not be used in advertising or publicity pertaining to distribution of the software and/or database."
)
EMPTY_WORDS = """
    entity, physical entity, object, whole, artifact, instrumentality, organism, living thing, vertebrate,
    chordate, mammal, placental, matter, substance, solid, covering, conveyance, device, implement, equipment,
    self-propelled vehicle, protective covering, furnishing, diapsid, ungulate, even-toed ungulate, oscine,
    passerine, saurian, arthropod, invertebrate, aquatic vertebrate, craft, commodity, consumer goods, durables,
    mechanism, nutriment, obstruction, barrier, restraint, establishment, place of business,
    mercantile establishment, game, mechanical device, natural object, plant organ, plant part,
    reproductive structure, structure, abstraction, attribute, measure, relation, group, causal agent, carnivore,
    teleost fish, bony fish, food fish, cartilaginous fish, elasmobranch, lepidopterous insect, colubrid snake,
    musteline mammal, bovid, ruminant, decapod crustacean, sect, psychological feature, communication,
    definite quantity, fundamental quantity
"""
TAKEN = frozenset({"kite"})
"""Names that an object of the detector has for another thing: the toy, not the bird."""
EMPTY = frozenset(word.strip() for word in EMPTY_WORDS.split(","))
"""Broader words that tell a person nothing."""


def read_nouns(path: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Offset -> (lemmas, offsets of the hypernyms), as documented in wndb(5WN)."""
    nouns = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        words = int(fields[3], 16)
        lemmas = [fields[4 + 2 * i].replace("_", " ") for i in range(words)]
        start = 5 + 2 * words
        pointers = [fields[start + 4 * i : start + 4 * i + 3] for i in range(int(fields[start - 1]))]
        nouns[fields[0]] = (lemmas, [target for sign, target, kind in pointers if sign == "@" and kind == "n"])
    return nouns


def broader(offset: str, nouns: dict[str, tuple[list[str], list[str]]]) -> list[str]:
    """First lemma of each hypernym on the first path up, nearest first, the empty ones left out."""
    found = []
    while nouns[offset][1]:
        offset = nouns[offset][1][0]
        name = nouns[offset][0][0].lower()
        if name not in EMPTY and name not in found:
            found.append(name)
    return found


def table(ids: list[str], nouns: dict[str, tuple[list[str], list[str]]]) -> list[dict[str, str | list[str]]]:
    """One row a class: unique lower-case name, synonyms (all lemmas), parents. Twins get their parent in brackets."""
    rows: list[dict[str, str | list[str]]] = []
    firsts = [nouns[i][0][0].lower() for i in ids]
    for wordnet_id, name in zip(ids, firsts, strict=True):
        parents = broader(wordnet_id, nouns)
        is_unique = firsts.count(name) == 1 and name not in TAKEN
        unique = name if is_unique else f"{name} ({parents[0]})"
        synonyms = list(dict.fromkeys(lemma.lower() for lemma in nouns[wordnet_id][0]))
        rows.append({"id": f"n{wordnet_id}", "name": unique, "synonyms": synonyms, "parents": parents})
    if len({row["name"] for row in rows}) != len(rows):
        raise ValueError("two classes have the same name and the same parent")
    return rows


def main(argv: list[str]) -> int:
    data, ids_file, out = (Path(a) for a in argv)
    ids = sorted(line.strip().removeprefix("n") for line in ids_file.read_text().split())
    rows = table(ids, read_nouns(data))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    out.write_text(f'{{"notice": {json.dumps(NOTICE)},\n"labels": [\n{lines}\n]}}\n', "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
