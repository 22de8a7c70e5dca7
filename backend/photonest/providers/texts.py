"""The sentences a user agrees to, one a provider and task: what leaves, where to, what it is for. Pure."""

from __future__ import annotations

import hashlib

from photonest_contracts.providers import OutsideTask, Provider, ProviderCard

TITLES = {
    (Provider.GOOGLE_VISION, OutsideTask.LOOK): "Google Vision looks at photos",
    (Provider.OPENAI, OutsideTask.EMBED_WORDS): "OpenAI compares the words of photos",
    (Provider.LANGUAGE_MODEL, OutsideTask.READ_QUERY): "A language model reads search texts",
    (Provider.LANGUAGE_MODEL, OutsideTask.CAPTION): "A language model writes captions",
}
WHAT_LEAVES = {
    (Provider.GOOGLE_VISION, OutsideTask.LOOK): (
        "Of each photo a smaller copy, at most 1,024 pixels long, without its name, place, date or any other metadata. "
        "Whatever can be seen in it is seen there: people, rooms, papers. Faces are only counted, nobody is "
        "recognised. It gives tags, text in the picture and names of landmarks."
    ),
    (Provider.OPENAI, OutsideTask.EMBED_WORDS): (
        "No picture. Of each photo its title, description, keywords, tags and the text that was read in it; and the "
        "words of each of your searches while this space is in use. Names in them leave too. It finds photos "
        "by the sense of these words."
    ),
    (Provider.LANGUAGE_MODEL, OutsideTask.READ_QUERY): (
        "No picture. The words of each search, and up to 200 names of your people, events, places and tags, so that "
        "the model can tell a name from a word. It waits three seconds at most; only what stands in your words or "
        "among your names is believed."
    ),
    (Provider.LANGUAGE_MODEL, OutsideTask.CAPTION): (
        "No picture. Of each photo without a description its tags and its city. It writes one "
        "sentence, which is marked as automatic and never replaces yours."
    ),
}
WITH_PICTURE = (
    "Of each photo without a description a smaller copy, at most 1,024 pixels long, without metadata, and its tags "
    "and its city. Whatever can be seen in it is seen there. It writes one sentence, which is marked as "
    "automatic and never replaces yours."
)


def what_leaves(card: ProviderCard) -> str:
    """The whole text a user agrees to. It names the host and the model, so that another host needs another yes."""
    key = (card.provider, card.task)
    words = WITH_PICTURE if card.task is OutsideTask.CAPTION and card.sends_pictures else WHAT_LEAVES[key]
    where = f"It goes to {card.host}" + (", which is this machine itself" if card.is_local else "")
    return f"{words} {where} (model: {card.model})."


def text_sha256(card: ProviderCard) -> str:
    return hashlib.sha256(what_leaves(card).encode()).hexdigest()
