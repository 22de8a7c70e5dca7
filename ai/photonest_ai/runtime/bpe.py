"""Tokenizers of packs: a `tokenizer.json`, or the merge list that OpenAI's CLIP came with."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from photonest_ai.errors import PackInvalid

END, START = "<|endoftext|>", "<|startoftext|>"
MOST_MERGES = 49_152 - 256 - 2
"""Lines of the list that OpenAI's vocabulary uses; the rest of the file is not part of it."""
SPLIT = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def read_tokenizer(path: Path) -> Any:
    """The tokenizer of a pack's file: JSON, or a merge list (``.txt``, ``.txt.gz``). Raises `PackInvalid`."""
    from tokenizers import Tokenizer

    try:
        if path.name.endswith((".txt", ".gz")):
            return from_merges(_lines(path))
        return Tokenizer.from_file(str(path))
    except PackInvalid:
        raise
    except Exception as problem:  # tokenizers raises bare exceptions
        raise PackInvalid(f"{path.name} is no tokenizer: {problem}.") from problem


def _lines(path: Path) -> list[str]:
    content = path.read_bytes()
    return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8").split("\n")


def from_merges(lines: list[str]) -> Any:
    """OpenAI's CLIP vocabulary: 256 bytes, the same at a word's end, one token a merge, and the two marks."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    first = 1 if lines and (lines[0].startswith("#version") or lines[0].startswith('"bpe_simple')) else 0
    merges = [(pair[0], pair[1]) for line in lines[first : first + MOST_MERGES] if len(pair := line.split()) == 2]
    if not merges:
        raise PackInvalid("The merge list is empty.")
    signs = list(byte_signs().values())
    tokens = [*signs, *(sign + "</w>" for sign in signs), *("".join(pair) for pair in merges), START, END]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    model = models.BPE(vocabulary, merges, end_of_word_suffix="</w>", continuing_subword_prefix="", unk_token=END)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SPLIT), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.post_processor = processors.RobertaProcessing(
        (END, vocabulary[END]), (START, vocabulary[START]), add_prefix_space=False, trim_offsets=False
    )
    return tokenizer


def byte_signs() -> dict[int, str]:
    """Every byte as a printable sign, in the order of GPT-2's table: readable ones as themselves, then the others."""
    readable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    signs = {byte: chr(byte) for byte in readable}
    others = [byte for byte in range(256) if byte not in signs]
    return signs | {byte: chr(256 + number) for number, byte in enumerate(others)}
