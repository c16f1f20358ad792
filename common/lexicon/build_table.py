#!/usr/bin/env python3
"""Builds the table that lexicon.cc reads.

usage: build_table.py JIEBA_DICT WORDS_TSV FIGURE_WORDS_TSV OUT

JIEBA_DICT has a word, its frequency and its part of speech a line. WORDS_TSV (our own words, see its
header) goes before it; of FIGURE_WORDS_TSV, the words that the grammar of figures knows, those that
neither has get their class by PARTS, so that a sentence is cut where the grammar expects it. Kept are words of one to four characters of the Basic Multilingual Plane; rare
names of persons are left out, as they collide with everything.

OUT, little-endian: "QSL1"; uint32 log2 of the number of slots; per slot a uint64 key (its characters,
16 bits each, the first in the lowest), all keys before all values; per slot a uint8 class and a uint8
cost (eighths of -ln of the relative frequency). A slot is found by multiplicative hashing and linear
probing; key 0 is empty. Then 65536 bytes: the length of the longest word by first character.
"""
import math
import struct
import sys

# The order is that of enum WordClass in lexicon.h.
CLASSES = ["unknown", "noun", "verb", "verbal-noun", "adjective", "attributive", "adverb", "preposition",
           "conjunction", "particle", "pronoun", "time", "place", "person", "organisation", "numeral",
           "measure", "locative", "phrase"]
TAGS = {
    "n": "noun", "nz": "noun", "ng": "noun", "j": "noun", "an": "noun", "v": "verb", "vi": "verb", "vq": "verb",
    "vg": "verb", "vn": "verbal-noun", "a": "adjective", "z": "adjective", "ag": "adjective", "b": "attributive",
    "d": "adverb", "ad": "adverb", "vd": "adverb", "df": "adverb", "dg": "adverb", "p": "preposition",
    "c": "conjunction", "r": "pronoun", "rr": "pronoun", "rz": "pronoun", "rg": "pronoun", "t": "time",
    "tg": "time", "ns": "place", "nr": "person", "nrt": "person", "nrfg": "person", "nt": "organisation",
    "m": "numeral", "mq": "numeral", "mg": "numeral", "q": "measure", "f": "locative", "s": "locative",
    "i": "phrase", "l": "noun", "y": "particle", "e": "particle", "o": "particle", "k": "particle",
    "h": "attributive",
}
# Class of a word of the grammar by the part it plays; the first that fits counts.
PARTS = {"outcome": "verbal-noun", "transitive": "verbal-noun", "abstract": "noun", "quantity": "noun", "state": "verbal-noun", "person": "noun", "organ": "noun", "community": "noun",
         "title": "noun", "division": "noun", "zone": "noun", "generic": "noun", "tail": "noun", "label": "noun",
         "change": "verb", "origin": "verb", "whole": "pronoun"}
NUMERALS = set("零〇一二两三四五六七八九十百千万亿半几数多余")
MULTIPLIER = 0x9E3779B97F4A7C15


def key(word):
    k = 0
    for i, c in enumerate(word):
        k |= ord(c) << 16 * i
    return k


def main():
    dict_path, words_path, figure_words_path, out_path = sys.argv[1:]
    words, total = {}, 0
    with open(dict_path, encoding="utf-8") as f:
        for line in f:
            word, freq, tag = line.split()
            freq = int(freq)
            total += freq
            if not 1 <= len(word) <= 4 or any(ord(c) > 0xFFFF for c in word) or freq < 2:
                continue
            cls = TAGS.get(tag, "particle" if tag[0] == "u" else "unknown")
            if tag == "l" and len(word) == 4:  # 众志成城 as often as 人民群众
                cls = "phrase"
            if cls == "person" and (freq < 200 or len(word) == 1):
                continue
            # Numeral and measure word are put together by the grammar, not listed.
            if cls == "numeral" and word[0] in NUMERALS:
                continue
            words[word] = (cls, freq)
    with open(words_path, encoding="utf-8") as f:
        lines = [l.rstrip("\n").split("\t") for l in f if l.strip() and not l.startswith("#")]
    for word, cls in lines[1:]:
        if cls == "none":  # a word of the general list that is none
            words.pop(word, None)
            continue
        if cls not in CLASSES or not 1 <= len(word) <= 4:
            sys.exit(f"{words_path}: {word}: class {cls} is unknown, or over four characters")
        words[word] = (cls, max(words.get(word, ("", 0))[1], 300))
    with open(figure_words_path, encoding="utf-8") as f:
        for line in [l for l in f if l.strip() and not l.startswith("#")][1:]:
            word, parts = line.rstrip("\n").split("\t")
            if not 2 <= len(word) <= 4 or not word.isalpha() or word[0] in NUMERALS:
                continue
            cls = next((c for part, c in PARTS.items() if part in parts.split(" ")), "adverb")
            cls, freq = words.get(word, (cls, 0))
            words[word] = (cls, max(freq, 20000))
    bits = math.ceil(math.log2(len(words) * 1.4))
    size = 1 << bits
    keys, values = [0] * size, [0] * size
    longest = bytearray(65536)
    for word, (cls, freq) in sorted(words.items()):
        k = key(word)
        slot = (k * MULTIPLIER & (1 << 64) - 1) >> (64 - bits)
        while keys[slot]:
            slot = (slot + 1) % size
        keys[slot] = k
        cost = min(255, round(8 * -math.log(freq / total)))
        values[slot] = CLASSES.index(cls) | cost << 8
        longest[ord(word[0])] = max(longest[ord(word[0])], len(word))
    with open(out_path, "wb") as f:
        f.write(b"QSL1" + struct.pack("<I", bits))
        f.write(struct.pack(f"<{size}Q", *keys))
        f.write(struct.pack(f"<{size}H", *values))
        f.write(longest)


if __name__ == "__main__":
    main()
