"""The acceptance table of the query language, row by row: what is typed, and all that is understood of it."""

from __future__ import annotations

import pytest
from tests.search.query.household import parse

from photonest.search.parse import show

TABLE = [
    ("beach", 'mean:"beach"'),
    ("Anna", 'person:"Anna"'),
    ("Anna and Bob", 'person:"Anna" person:"Bob"'),
    ("Anna or Bob", 'person:"Anna","Bob"'),
    ("Anna, Bob but not Tom", 'person:"Anna" person:"Bob" -person:"Tom"'),
    ("just Anna", 'person:"Anna" persons:1'),
    ("Anna without Bob at the wedding", 'person:"Anna" -person:"Bob" event:"wedding"'),
    ("Anna's wedding", 'event:"Anna\'s wedding"'),
    (
        "beach sunset with Anna last summer, not selfies",
        'person:"Anna" when:2026-06..2026-08 -kind:selfie mean:"beach sunset"',
    ),
    ("Tom and Mia at the zoo in May 2024", 'person:"Mia" person:"Tom" when:2024-05 mean:"zoo"'),
    ("Grandma's birthday cake 2019", 'when:2019 event:"birthday@Helga" mean:"birthday cake"'),
    ("my best portraits from Paris", 'place:"Paris" kind:portrait sort:quality'),
    ("with Paris in Rome", 'person:"Paris" place:"Rome"'),
    ("Paris 2022", 'person:"Paris" when:2022'),
    ("videos of the dog in the snow", 'kind:video mean:"dog in the snow"'),
    ("food from yesterday, no people", 'persons:0 when:2026-11-17 mean:"food"'),
    ("screenshots from this week", "when:2026-11-16..2026-11-22 kind:screenshot"),
    ("last weekend", "when:2026-11-14..2026-11-15"),
    (
        "favourite hiking photos, autumn 2023, with Max",
        'person:"Max" when:2023-09..2023-11 kind:photo is:favourite mean:"hiking"',
    ),
    ("blurry night shots near the lake", 'time:21:00..05:00 is:blurry mean:"lake"'),
    ("last Christmas", "when:2025-12-24..2025-12-26"),
    ("every Christmas", "yearly:12-24..12-26"),
    ("Christmas 2020 to 2023", 'when:"christmas 2020 to 2023"'),
    ("Easter 2024", "when:2024-03-29..2024-04-01"),
    ("New Year's Eve", "yearly:12-31T18..01-01T04"),
    ("3 weeks ago", "when:2026-10-26..2026-11-01"),
    ("past 3 weeks", "when:2026-10-28T10:00:00..2026-11-18T10:00:00"),
    ("two summers ago", "when:2025-06..2025-08"),
    ("winter 2023", "when:2023-12..2024-02"),
    ("in the 90s", "when:1990..1999"),
    ("between 2010 and 2015", "when:2010..2015"),
    ("before 2015", "when:..2014"),
    ("since March", "when:2026-03.."),
    ("in May", "yearly:05-01..05-31"),
    ("last May", "when:2026-05"),
    ("May 2024 evenings", "when:2024-05 time:17:00..22:00"),
    ("Mondays in Vienna", 'weekday:monday place:"Vienna"'),
    ("4 July 2021", "when:2021-07-04"),
    ("2021-07-04", "when:2021-07-04"),
    ("today 5 years ago", "when:2021-11-18"),
    ("Lena's 5th birthday", 'when:2021-06-17..2021-06-23 event:"birthday@Lena"'),
    ("Mia as a baby", 'person:"Mia" when:2020-03-10..2022-03-09'),
    ("at the beach in Iceland", 'place:"Iceland" mean:"beach"'),
    ("Iceland 2023 without waterfalls", '-tag:"waterfall" album:"Iceland 2023"'),
    ("within 10 km of Salzburg", "near:47.8,13.04,10km"),
    ("near home", "near:48.21,16.36,25km"),
    ("no location", "is:no-location"),
    ("photos with my Pixel 8", 'kind:photo camera:"Pixel 8"'),
    ("50mm f/1.8", "aperture:1.8 focal:50"),
    ('"Happy Birthday"', '"happy birthday"'),
    ("receipts from IKEA", '"ikea" mean:"receipt"'),
    ("IMG_0412", 'file:"img_0412"'),
    ("red dress", 'mean:"red dress"'),
    ("mostly red", 'colour:"red"'),
    ("black and white portraits", "kind:portrait is:monochrome"),
    ("groups of more than five", "persons:>=6"),
    ("empty streets, nobody", 'persons:0 mean:"empty streets"'),
    ("happy moments with Mia", 'person:"Mia" mood:"joyful"'),
    ("something calm and cosy", 'mood:"calm","cosy"'),
    ("rated 4 or better", "rating:>=4"),
    ("unnamed people", "unnamed:>=1"),
    ("photos Bob shared with me", 'is:shared by:"Bob"'),
    ("not in any album", "is:no-album"),
    ("uploaded last week", "added:2026-11-09..2026-11-15"),
    ("videos longer than 2 minutes", "duration:>120 kind:video"),
    ("oldest photo of Tom", 'person:"Tom" sort:oldest limit:1'),
    ("posters of Lena's birthday", 'kind:poster origin:generated event:"birthday@Lena"'),
    ("no AI pictures", "origin:captured"),
    ("more like this", "like:this"),
    ("panoramas from the Alps", "area:43.6,5,48.3,16.5 kind:panorama"),
    ("Ana at the lake", 'mean:"Ana lake"'),
    ("purple elephants on the moon", 'mean:"purple elephants on the moon"'),
    (
        "person:Anna -tag:blurry 2019..2021 is:favourite",
        'person:"Anna" when:2019..2021 is:favourite -tag:"blurry"',
    ),
    (
        'place:"New York" camera:"X100" type:video rating:>=4 mood:calm origin:captured',
        'rating:>=4 place:"New York" kind:video origin:captured camera:"X100V" mood:"calm"',
    ),
    (
        "letzten Sommer mit Anna am Strand, ohne Bob",
        'person:"Anna" -person:"Bob" when:2026-06..2026-08 mean:"Strand"',
    ),
    ("vidéos de Mia à Paris en mai 2024", 'person:"Mia" when:2024-05 place:"Paris" kind:video'),
]


@pytest.mark.parametrize(("text", "understood"), TABLE, ids=[text for text, _ in TABLE])
def test_a_phrase_of_the_table_is_understood_exactly(text: str, understood: str) -> None:
    query = parse(text)
    assert show(query) == understood
    assert parse(understood) == query


def test_a_name_that_is_also_a_place_offers_the_other_reading() -> None:
    (person, _) = parse("Paris 2022").in_order_of_text
    assert [(other.chip, other.text) for other in person.alternatives] == [("the city", 'place:"Paris"')]
    (place,) = parse("in Paris").parts
    assert [other.chip for other in place.alternatives] == ["the person"]


def test_a_misspelled_name_is_asked_about_and_not_corrected() -> None:
    query = parse("Ana at the lake")
    assert [(one.word, one.name, one.text) for one in query.did_you_mean] == [("Ana", "Anna", "Anna at the lake")]
    assert parse("sunset at the lake").did_you_mean == ()
