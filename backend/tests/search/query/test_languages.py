"""German, French and Spanish are understood as English is, whatever the user has set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.search.query.household import CLOCK, VOCABULARY, parse

from photonest.search.parse import show
from photonest.search.query.language import available, language

SENTENCES = [
    ("de", "Anna und Bob, aber nicht Tom", 'person:"Anna" person:"Bob" -person:"Tom"'),
    ("de", "Bilder ohne Menschen", "persons:0 kind:photo"),
    ("de", "Omas Geburtstag 2019", 'when:2019 event:"birthday@Helga"'),
    ("de", "im Umkreis von 10 km um Salzburg", "near:47.8,13.04,10km"),
    ("de", "schwarz-weiße Porträts aus Wien", 'place:"Vienna" kind:portrait is:monochrome'),
    ("de", "Videos länger als 2 Minuten", "duration:>120 kind:video"),
    ("de", "mit mindestens 4 Sternen", "rating:>=4"),
    ("de", "Mia als Baby", 'person:"Mia" when:2020-03-10..2022-03-09'),
    ("de", "nur Anna", 'person:"Anna" persons:1'),
    ("de", "heute vor 5 Jahren", "when:2021-11-18"),
    ("de", "am 4. Juli 2021 abends", "when:2021-07-04 time:17:00..22:00"),
    ("de", "ältestes Foto von Tom", 'person:"Tom" sort:oldest limit:1'),
    ("de", "fröhliche Momente mit Mia", 'person:"Mia" mood:"joyful"'),
    ("de", "letzte Woche hochgeladen", "added:2026-11-09..2026-11-15"),
    ("fr", "Anna et Bob mais pas Tom", 'person:"Anna" person:"Bob" -person:"Tom"'),
    ("fr", "portraits en noir et blanc", "kind:portrait is:monochrome"),
    ("fr", "sans personne", "persons:0"),
    ("fr", "l'anniversaire de Lena", 'event:"birthday@Lena"'),
    ("fr", "à moins de 10 km de Salzbourg", "near:47.8,13.04,10km"),
    ("fr", "vidéos de plus de 2 minutes", "duration:>120 kind:video"),
    ("fr", "Mia bébé", 'person:"Mia" when:2020-03-10..2022-03-09'),
    ("fr", "la semaine dernière à Rome", 'when:2026-11-09..2026-11-15 place:"Rome"'),
    ("fr", "du 4 au 10 juillet 2021", "when:2021-07-04..2021-07-10"),
    ("es", "Anna y Bob pero no Tom", 'person:"Anna" person:"Bob" -person:"Tom"'),
    ("es", "retratos en blanco y negro", "kind:portrait is:monochrome"),
    ("es", "fotos sin gente", "persons:0 kind:photo"),
    ("es", "el cumpleaños de Lena", 'event:"birthday@Lena"'),
    ("es", "la semana pasada en Roma", 'when:2026-11-09..2026-11-15 place:"Rome"'),
    ("es", "vídeos de más de 2 minutos", "duration:>120 kind:video"),
    ("es", "del 4 al 10 de julio de 2021", "when:2021-07-04..2021-07-10"),
    ("es", "fotos con al menos 4 estrellas", "rating:>=4 kind:photo"),
]


@pytest.mark.parametrize(("code", "text", "understood"), SENTENCES, ids=[text for _, text, _ in SENTENCES])
def test_a_sentence_is_understood_in_its_language(code: str, text: str, understood: str) -> None:
    query = parse(text, clock=replace(CLOCK, language=code))
    assert show(query) == understood
    assert query.language == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("letzten Sommer mit Anna", "de"),
        ("Anna à la plage l'été dernier", "fr"),
        ("Anna en la playa el verano pasado", "es"),
        ("Anna on the beach last summer", "en"),
        ("Anna", "en"),
    ],
)
def test_without_a_setting_the_words_tell_the_language(text: str, code: str) -> None:
    assert parse(text).language == code


def test_a_meaning_that_the_model_cannot_read_says_so() -> None:
    (part,) = parse("am Strand", clock=replace(CLOCK, language="de")).parts
    assert (part.chip, "English only" in part.note) == ("Strand", True)
    everywhere = replace(VOCABULARY, reads=("en", "de"))
    (part,) = parse("am Strand", clock=replace(CLOCK, language="de"), vocabulary=everywhere).parts
    assert part.note == ""


@pytest.mark.parametrize("code", [code for code in available() if code != "en"])
def test_a_language_file_names_only_what_the_english_one_names(code: str) -> None:
    """A canonical word that English lacks could not be shown and read again."""
    english = language("en")
    for name, words in language(code).slots.items():
        if name in english.slots:
            assert _values(words) <= _values(english.slots[name]), name


def _values(words: object) -> set[str]:
    from photonest.search.query.language import Words

    assert isinstance(words, Words)
    return set(words.values).union(*(_values(one) for one in words.next.values()))
