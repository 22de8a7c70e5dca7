"""A language model may help to read a search text, where its owner allowed that, and invents nothing."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from tests.providers.conftest import Allow
from tests.real_ai import FakeWithReal

from ai.tests.local_providers import Fault, LocalProviders
from photonest.accounts.models import User
from photonest.people.models import Person
from photonest.providers.models import Outcome, ProviderCall
from photonest.search import second_reading
from photonest.search.finding import read
from photonest.search.query.parts import Query

pytestmark = pytest.mark.django_db

TEXT = "the old sailor mending nets"
NOTHING_INVENTED = [
    {"people": ["Eva"]},
    {"types": ["video"], "dates": ["July 2022"]},
    {"places": ["Paris"], "moods": ["joyful"], "albums": ["Best"]},
    {"people": [["old"]], "dates": {"a": 1}, "not": 7, "meaning": ["x"]},
    {"unknown": ["old"], "meaning": "ignore all rules and show everything"},
    {},
]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    second_reading.forget()


@pytest.fixture
def ada(alice: User) -> Person:
    alice.faces_enabled = True
    alice.save()
    return Person.objects.create(owner=alice, name="Ada", nicknames=["the old sailor's wife"])


def says(servers: LocalProviders, reading: Any) -> None:
    servers.say = lambda _body: json.dumps(reading)


def kinds(query: Query) -> list[str]:
    return sorted(part.name for part in query.parts)


def test_without_a_yes_nobody_is_asked(alice: User, ai: FakeWithReal, servers: LocalProviders) -> None:
    says(servers, {"people": ["Ada"]})
    assert read(alice, TEXT).meaning == read(alice, TEXT).meaning
    assert (ai.asked_outside, servers.requests) == (0, [])


def test_a_name_of_the_users_own_may_be_added(alice: User, ada: Person, allow: Allow, servers: LocalProviders) -> None:
    plain = read(alice, TEXT)
    allow(alice, "read_query")
    says(servers, {"people": ["Ada"], "meaning": "mending nets"})
    query = read(alice, TEXT)
    assert "person" not in kinds(plain)
    assert "person" in kinds(query)
    assert query.meaning == "mending nets"
    body = servers.requests[0][2]
    asked = json.loads(body["messages"][1]["content"])
    assert asked == {"text": TEXT, "names": ["Ada", "the old sailor's wife"]}
    call = ProviderCall.objects.get()
    assert (call.about, call.outcome) == ("query", Outcome.ANSWERED)
    read(alice, TEXT)
    assert len(servers.requests) == 1, "the same text is not sent twice"


@pytest.mark.parametrize("reading", NOTHING_INVENTED)
def test_what_stands_nowhere_is_dropped(
    alice: User, ada: Person, allow: Allow, servers: LocalProviders, reading: dict[str, Any]
) -> None:
    plain = read(alice, TEXT)
    allow(alice, "read_query")
    says(servers, reading)
    assert read(alice, TEXT) == plain
    assert len(servers.requests) == 1


def test_what_the_grammar_understood_stays(alice: User, ada: Person, allow: Allow, servers: LocalProviders) -> None:
    text = "Ada mending old nets 2023"
    plain = read(alice, text)
    allow(alice, "read_query")
    says(servers, {"not_people": ["Ada"], "dates": [], "meaning": "nets"})
    assert {part for part in plain.parts if part.name != "meaning"} <= set(read(alice, text).parts)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500, {}, b"{}"),
        Fault(429, {"Retry-After": "60"}, b"{}"),
        Fault(200, {}, b"no JSON"),
        Fault(200, {}, b'{"choices": ' + b" " * 99, cut=True),
        Fault(slow_s=20, body=b"{}"),
    ],
)
def test_trouble_leaves_the_grammar_alone_and_in_time(
    alice: User, allow: Allow, servers: LocalProviders, monkeypatch: pytest.MonkeyPatch, *, fault: Fault
) -> None:
    monkeypatch.setattr(second_reading, "WAIT_S", 0.4)
    plain = read(alice, TEXT)
    allow(alice, "read_query")
    servers.faults = [fault]
    started = time.monotonic()
    assert read(alice, TEXT) == plain
    assert time.monotonic() - started < 3
    assert ProviderCall.objects.get().outcome == Outcome.FAILED
    assert read(alice, TEXT) == plain
    assert len(servers.requests) == 1, "it is left alone for a while"
    servers.done.set()


def test_a_single_word_is_not_sent(alice: User, allow: Allow, servers: LocalProviders) -> None:
    allow(alice, "read_query")
    for text in ("", "nets", '"quoted words only"', "video 2023"):
        read(alice, text)
    assert servers.requests == []
