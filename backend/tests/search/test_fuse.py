"""Fusion ranks by all evidence and says nothing rather than everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from photonest.search.fuse import MAYBE_FROM, Evidence, fuse

evidence = st.builds(
    Evidence,
    strength=st.floats(0, 20),
    proof=st.floats(0, 20),
    likeness=st.none() | st.floats(-1, 1),
    words=st.floats(0, 1),
    has_phrases=st.booleans(),
)


def test_weak_evidence_alone_finds_nothing() -> None:
    assert fuse({i: Evidence(strength=0.1, proof=0.1, likeness=0.6, words=0.3) for i in range(50)}).entries == ()


def test_one_sure_photo_brings_the_weak_ones_behind_it() -> None:
    found = fuse(
        {"sure": Evidence(strength=0.6, proof=0.6, likeness=0.6), "weak": Evidence(strength=0.1), "none": Evidence()}
    )
    assert [key for key, _ in found.entries] == ["sure", "weak"]
    assert found.weak_from == 1


def test_where_only_labels_are_known_less_is_listed_as_uncertain() -> None:
    known = {"half": Evidence(strength=0.1, proof=0.1), "hardly": Evidence(strength=0.07, proof=0.07)}
    found = fuse(known, maybe_from=MAYBE_FROM)
    assert [key for key, _ in found.entries] == ["half", "hardly"]
    assert found.weak_from == 0
    assert fuse({"hardly": known["hardly"]}, maybe_from=MAYBE_FROM).entries == ()


def test_a_name_beats_likeness_and_a_tag_beats_nothing() -> None:
    found = fuse(
        {"name": Evidence(words=1.0), "like": Evidence(likeness=0.75), "tag": Evidence(strength=0.2, proof=0.2)}
    )
    assert [key for key, _ in found.entries] == ["name", "tag", "like"]


@given(st.dictionaries(st.integers(), evidence, max_size=30))
def test_scores_lie_between_0_and_1_and_fall(given_evidence: dict[int, Evidence]) -> None:
    found = fuse(given_evidence)
    scores = [score for _, score in found.entries]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert {key for key, _ in found.entries} <= given_evidence.keys()
    assert found.weak_from <= len(scores)
    sure = {key for key, known in given_evidence.items() if known.is_sure}
    assert sure <= {key for key, _ in found.entries[: found.weak_from]}
    assert bool(sure) == bool(scores)


@given(st.dictionaries(st.integers(), evidence, max_size=8), evidence, st.floats(0, 1))
def test_more_evidence_never_lowers_a_photo(others: dict[int, Evidence], one: Evidence, more: float) -> None:
    better = Evidence(one.strength + more, one.proof + more, one.likeness, one.words, one.has_phrases)
    before = [key for key, _ in fuse({**others, -1: one}).entries]
    after = [key for key, _ in fuse({**others, -1: better}).entries]
    if -1 in before:
        assert after.index(-1) <= before.index(-1)
