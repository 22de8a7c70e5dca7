"""German, French, Spanish and Arabic are understood as English is, whatever the user has set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.search.query.household import CLOCK, VOCABULARY, parse

from photonest.search.parse import show
from photonest.search.query.language import available, language
from photonest.search.query.names import KnownPerson, KnownPlace

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
    ("de", "Strand ohne Katzen und Hunde", '-tag:"cat" -tag:"dog" mean:"Strand"'),
    ("de", "Anna oder Hunde", 'person:"Anna" | tag:"dog"'),
    ("fr", "soit Anna soit Bob", 'person:"Anna","Bob"'),
    ("ar", "بدون قطط أو كلاب", '-tag:"cat" -tag:"dog"'),
    ("de", "am Wochenende in Wien", 'weekday:saturday,sunday place:"Vienna"'),
    ("fr", "le week-end à Rome", 'weekday:saturday,sunday place:"Rome"'),
    ("es", "Anna y Bob pero no Tom", 'person:"Anna" person:"Bob" -person:"Tom"'),
    ("es", "retratos en blanco y negro", "kind:portrait is:monochrome"),
    ("es", "fotos sin gente", "persons:0 kind:photo"),
    ("es", "el cumpleaños de Lena", 'event:"birthday@Lena"'),
    ("es", "la semana pasada en Roma", 'when:2026-11-09..2026-11-15 place:"Rome"'),
    ("es", "vídeos de más de 2 minutos", "duration:>120 kind:video"),
    ("es", "del 4 al 10 de julio de 2021", "when:2021-07-04..2021-07-10"),
    ("es", "fotos con al menos 4 estrellas", "rating:>=4 kind:photo"),
    ("es", "el fin de semana en Roma", 'weekday:saturday,sunday place:"Rome"'),
    ("ar", "Anna و Bob لكن ليس Tom", 'person:"Anna" person:"Bob" -person:"Tom"'),
    ("ar", "Anna وBob", 'person:"Anna" person:"Bob"'),
    ("ar", "في الصيف الماضي مع Anna على الشاطئ بدون Bob",
     'person:"Anna" -person:"Bob" when:2026-06..2026-08 mean:"الشاطئ"'),
    ("ar", "صور بالأبيض والأسود من فيينا", 'place:"Vienna" kind:photo is:monochrome'),
    ("ar", "الأسبوع الماضي بروما", 'when:2026-11-09..2026-11-15 place:"Rome"'),
    ("ar", "صور بدون أشخاص", "persons:0 kind:photo"),
    ("ar", "ثلاثة كلاب على الشاطئ", 'count:dog=3 mean:"كلاب على الشاطئ"'),
    ("ar", "أكثر من خمسة أشخاص", "persons:>=6"),
    ("ar", "شخصين", "persons:2"),
    ("ar", "فيديوهات أطول من دقيقتين", "duration:>120 kind:video"),
    ("ar", "فيديوهات أطول من ٣ دقائق", "duration:>180 kind:video"),
    ("ar", "على بعد ١٠ كم من سالزبورغ", "near:47.8,13.04,10km"),
    ("ar", "على بعد ١٠كم من سالزبورغ", "near:47.8,13.04,10km"),
    ("ar", "من ٤ إلى ١٠ يوليو ٢٠٢١", "when:2021-07-04..2021-07-10"),
    ("ar", "٤ يوليو ٢٠٢١ مساء", "when:2021-07-04 time:17:00..22:00"),
    ("ar", "٢٠٢١-٠٧-٠٤ في الليل", "when:2021-07-04 time:21:00..05:00"),
    ("ar", "عيد ميلاد Lena الخامس", 'when:2021-06-17..2021-06-23 event:"birthday@Lena"'),
    ("ar", "Mia وهي رضيعة", 'person:"Mia" when:2020-03-10..2022-03-09'),
    ("ar", "Anna وحدها", 'person:"Anna" persons:1'),
    ("ar", "Anna أو في روما", 'person:"Anna" | place:"Rome"'),
    ("ar", "بدون سيلفي أو فيديو", "-kind:selfie -kind:video"),
    ("ar", "لحظات سعيدة مع Mia", 'person:"Mia" mood:"joyful"'),
    ("ar", "أقدم صورة مع Tom", 'person:"Tom" sort:oldest limit:1'),
    ("ar", "أجمل صور باريس", 'place:"Paris" kind:photo sort:quality'),
    ("ar", "لقطات الشاشة من هذا الأسبوع", "when:2026-11-16..2026-11-22 kind:screenshot"),
    ("ar", "صور أضيفت الأسبوع الماضي", "added:2026-11-09..2026-11-15 kind:photo"),
    ("ar", "٤ نجوم أو أكثر", "rating:>=4"),
    ("ar", "صـــور مُفَضَّلَة", "kind:photo is:favourite"),
    ("ar", "بانوراما في جبال الألب", "area:43.6,5,48.3,16.5 kind:panorama"),
    ("ar", "صور بإضاءة خافتة", 'kind:photo light:"low light"'),
    ("ar", "عطلة نهاية الأسبوع الماضية", "when:2026-11-14..2026-11-15"),
    ("ar", "كل يوم جمعة", "weekday:friday"),
    ("ar", "قبل يومين", "when:2026-11-16"),
    ("ar", "تشرين الثاني ٢٠٢٠", "when:2020-11"),
    ("ar", "عيد الفطر 2024", "when:2024-04-09..2024-04-12"),
    ("ar", "بدون موقع", "is:no-location"),
    ("ar", "ليست في أي ألبوم", "is:no-album"),
    ("ar", "when:٢٠٢١ rating:>=٤", "rating:>=4 when:2021"),
]  # fmt: skip


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
        ("Anna على الشاطئ", "ar"),
        ("when:2021", "en"),
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


def test_an_arabic_word_loses_nothing_but_particles_before_a_word_that_is_known() -> None:
    """ "dog" begins with the letter that means "like", "rose" with the one that means "and"."""
    for text in ("كلب", "وردة", "ليلى", "بحر"):
        assert parse(text).meaning == text
    layla = replace(VOCABULARY, people=(*VOCABULARY.people, KnownPerson("layla", "ليلى")))
    for text in ("ليلى", "وليلى", "لليلى", "ولليلى", "لَيْلى"):
        assert show(parse(text, vocabulary=layla)) == 'person:"ليلى"', text
    cairo = replace(VOCABULARY, places=(KnownPlace("city", "Cairo"),))
    for text in ("القاهرة", "بالقاهرة", "والقاهرة", "في القاهرة"):
        assert show(parse(text, vocabulary=cairo)) == 'place:"Cairo"', text


def test_spans_of_a_divided_word_are_places_in_the_text() -> None:
    text = "صور بالأبيض والأسود من روما"
    spans = {part.kind: [text[start:end] for start, end in part.spans] for part in parse(text).parts}
    assert spans == {"kind": ["صور"], "is": ["بالأبيض والأسود"], "place": ["روما"]}
    (name,) = parse("لِBob").parts
    assert [("لِBob")[start:end] for start, end in name.spans] == ["Bob"]


def test_signs_of_direction_and_letters_in_two_pieces_do_not_matter() -> None:
    jose = replace(VOCABULARY, people=(KnownPerson("jose", "José"),))
    assert show(parse("Jose\u0301 2019", vocabulary=jose)) == 'person:"José" when:2019'
    assert show(parse("\u200fAnna \u200f-Bob")) == 'person:"Anna" -person:"Bob"'


def test_a_file_may_write_the_article_on_its_words() -> None:
    attached = language("ar").attached
    assert attached is not None
    assert attached.of_file("الماضي") == ["ال", "ماضي"]
    assert attached.of_file("الى") == ["الى"]
