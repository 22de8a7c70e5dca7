"""The rules between vectors and people: quality, singles, growth, numbers that stay."""

from __future__ import annotations

import numpy as np
import pytest
from tests.people.likenesses import likenesses

from photonest.people.cluster import FREE
from photonest.people.grouping import Facts, regroup


def facts(vectors: np.ndarray, person: list[int] | None = None, **more: object) -> Facts:
    count = len(vectors)
    people = max(person, default=FREE) + 1 if person else 0
    defaults = {
        "is_good": np.ones(count, np.bool_),
        "person": np.array(person or [FREE] * count, np.intp),
        "is_by_user": np.zeros(count, np.bool_),
        "is_known": np.zeros(people, np.bool_),
    }
    return Facts(vectors=vectors, **(defaults | more))


def agree(labels: np.ndarray, who: np.ndarray) -> bool:
    placed = labels != FREE
    pairs = set(zip(labels[placed].tolist(), who[placed].tolist(), strict=True))
    return len(pairs) == len(set(who[placed].tolist())) == len(set(labels[placed].tolist()))


def test_people_are_found_and_a_single_face_is_nobody() -> None:
    vectors, who = likenesses(people=12, faces=100, seed=4)
    alone = np.flatnonzero(who == 3)[1:]
    vectors, who = np.delete(vectors, alone, axis=0), np.delete(who, alone)
    labels = regroup(facts(vectors), is_full=True)
    assert agree(labels, who)
    assert (labels[who == 3] == FREE).all()
    assert (labels != FREE).sum() == len(who) - 1


def test_poor_faces_start_no_group_and_join_only_what_is_near() -> None:
    vectors, who = likenesses(people=6, faces=90, seed=8)
    is_good = who != 0
    is_good[np.flatnonzero(who == 1)[-1]] = False
    labels = regroup(facts(vectors, is_good=is_good), is_full=True)
    assert (labels[who == 0] == FREE).all()
    assert len(set(labels[who == 1].tolist())) == 1
    assert FREE not in labels[who == 1]


def test_growing_adds_new_faces_and_leaves_what_is_there_alone() -> None:
    vectors, who = likenesses(people=8, faces=160, noise=0.5, seed=9)
    old = np.arange(160) < 100
    first = regroup(facts(vectors[old]), is_full=True)
    people = int(first.max()) + 1
    person = np.full(160, FREE, np.intp)
    person[old] = first
    grown = regroup(facts(vectors, person.tolist(), is_known=np.zeros(people, np.bool_)), is_full=False)
    stays = first != FREE
    assert (grown[old][stays] == first[stays]).all()
    assert agree(grown, who)
    assert (grown[~old] != FREE).mean() > 0.9


def test_groups_keep_their_numbers_when_made_anew() -> None:
    vectors, _ = likenesses(people=8, faces=120, noise=0.4, seed=10)
    first = regroup(facts(vectors), is_full=True)
    again = regroup(facts(vectors, first.tolist()), is_full=True)
    assert (again == first).all()


@pytest.mark.parametrize("is_full", [True, False])
def test_what_does_not_fit_leaves_a_known_person_only_in_full_and_never_against_the_owner(*, is_full: bool) -> None:
    vectors, who = likenesses(people=2, faces=40, seed=12)
    person = [0] * 40  # all of them said to be one person
    strangers = np.flatnonzero(who == 1)[:3]
    mine = np.concatenate([np.flatnonzero(who == 0), strangers])
    by_user = np.zeros(40, np.bool_)
    by_user[strangers[0]] = True
    found = regroup(
        facts(vectors[mine], [person[row] for row in mine], is_by_user=by_user[mine], is_known=np.array([True])),
        is_full=is_full,
    )
    left = {int(row) for row in mine[found != 0]}
    assert left == (set(strangers[1:].tolist()) if is_full else set())


def test_a_face_set_free_does_not_go_to_whom_its_person_is_kept_apart_from() -> None:
    vectors, who = likenesses(people=2, faces=60, seed=13)
    stray = int(np.flatnonzero(who == 1)[0])
    person = [0 if who[row] == 0 or row == stray else 1 for row in range(60)]
    both = {"is_known": np.array([True, True])}
    assert regroup(facts(vectors, person, **both), is_full=True)[stray] == 1
    apart = regroup(facts(vectors, person, apart=[(0, 1)], **both), is_full=True)
    assert apart[stray] == FREE
