#!/usr/bin/env python3
"""Builds the table that lexicon.cc reads.

usage: build_table.py JIEBA_DICT WORDS_TSV FIGURE_WORDS_TSV DIVISIONS_TSV OUT

JIEBA_DICT has a word, its frequency and its part of speech a line. WORDS_TSV (our own words, see its
header) goes before it; of FIGURE_WORDS_TSV, the words that the grammar of figures knows, those that
neither has get their class by PARTS, so that a sentence is cut where the grammar expects it. Kept are words of one to four characters of the Basic Multilingual Plane; rare
names of persons are left out, as they collide with everything. What JIEBA_DICT takes for a person or for a
thing seldom spoken of, and is the name of a county or city of DIVISIONS_TSV, is a place.

OUT is a trie of characters, read one cell of eight bytes a character. Little-endian: "QSL2"; uint32
number of cells; the cells. A cell has, from its lowest bit,
  16 bits  its character; 0 in an empty cell
   5 bits  class of the word that ends here
   8 bits  cost of that word, eighths of -ln of its relative frequency; 0 if no word ends here
  13 bits  line of the word in FIGURE_WORDS_TSV, counted from 1 without header; 0 if it is not there
  22 bits  where its children stand, 0 if it has none: for 2^n cells from cell b on, 2 * b + 2^n
The first 65536 cells are those of the first characters. Children stand in a hash table of their own:
cell (character * MULTIPLIER mod 2^32) >> (32 - n) of it, or the next free one. It is at most a third
full, so that nearly every look-up ends after one cell, which is worth more than a smaller table.
"""
import math
import re
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
         "dependent": "noun", "average": "attributive", "severity": "attributive", "title": "noun", "official": "noun", "generic-name": "attributive", "local": "noun", "division": "noun", "zone": "noun", "generic": "noun", "tail": "noun", "facet": "noun", "scheme": "noun", "label": "noun",
         "change": "verb", "origin": "verb", "whole": "pronoun"}
NUMERALS = set("零〇一二两三四五六七八九十百千万亿半几数多余")
MULTIPLIER = 0x9E3779B1
EVERYDAY = 300  # how often the list has a word that is no rare one


def layout(nodes):
    """The cells of the trie whose nodes are given as prefix: (class, cost, row)."""
    children = {}
    for prefix in sorted(nodes):
        children.setdefault(prefix[:-1], []).append(prefix)
    ref = {}
    cells = [0] * 65536
    # Only a table of a single cell is ever full. The largest come first, so that each begins
    # at a multiple of its size and the lowest bit of 2 * b + 2^n tells n.
    for parent, below in sorted(children.items(), key=lambda item: (-len(item[1]), item[0])):
        if parent:
            bits = 0 if len(below) == 1 else math.ceil(math.log2(len(below) * 3))
            ref[parent] = 2 * len(cells) + (1 << bits)
            cells.extend([0] * (1 << bits))
    for prefix, (cls, cost, row) in sorted(nodes.items()):
        c = ord(prefix[-1])
        slot = c
        if len(prefix) > 1:
            at = ref[prefix[:-1]]
            size = at & -at
            first = (at - size) // 2
            slot = (c * MULTIPLIER & 0xFFFFFFFF) * size >> 32
            while cells[first + slot]:
                slot = (slot + 1) % size
            slot += first
        cells[slot] = c | cls << 16 | cost << 21 | row << 29 | ref.get(prefix, 0) << 42
    return cells


def division_stems(path):
    """The names of counties and cities without their level: 运城."""
    with open(path, encoding="utf-8") as f:
        names = [l.split("\t")[1] for l in f if not l.startswith("#")][1:]
    return {m.group(1) for m in (re.fullmatch("(..+?)(?:县|市|区|旗|地区|自治县)", name) for name in names) if m}


def main():
    dict_path, words_path, figure_words_path, divisions_path, out_path = sys.argv[1:]
    stems = division_stems(divisions_path)
    words, total = {}, 0
    with open(dict_path, encoding="utf-8") as f:
        entries = [line.split() for line in f]
    tags = {word: tag for word, _, tag in entries}
    for word, freq, tag in entries:
        freq = int(freq)
        total += freq
        if not 1 <= len(word) <= 4 or any(ord(c) > 0xFFFF for c in word) or freq < 2:
            continue
        cls = TAGS.get(tag, "particle" if tag[0] == "u" else "unknown")
        # 众志成城 as often as 困难职工, which ends in a noun.
        if tag == "l" and len(word) == 4:
            noun = tags.get(word[2:], "")[:1] == "n" and tags.get(word[:2], "")[:1] in {"a", "b", "n", "v"}
            cls = "noun" if noun else "phrase"
        if word in stems and freq < EVERYDAY and tag in {"n", "nz", "nr", "nrt", "nt"}:
            cls = "place"
        if cls == "person" and (freq < 200 or len(word) == 1):
            continue
        # Numeral and measure word are put together by the grammar, not listed.
        if cls == "numeral" and word[0] in NUMERALS:
            continue
        if len(word) > 1 and word[0] in "近逾约超" and word[1] in NUMERALS:  # 近三成, 近百家
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
    rows = {}
    with open(figure_words_path, encoding="utf-8") as f:
        for line in [l for l in f if l.strip() and not l.startswith("#")][1:]:
            word, parts = line.rstrip("\n").split("\t")
            rows[word] = len(rows) + 1
            if not 2 <= len(word) <= 4 or not word.isalpha() or word[0] in NUMERALS:
                continue
            cls = next((c for part, c in PARTS.items() if part in parts.split(" ")), "adverb")
            cls, freq = words.get(word, (cls, 0))
            # An everyday word that is a facet, or the like, is as common as it is, and no place to cut.
            words[word] = (cls, freq if freq and parts in ("facet", "facility", "transitive governs") else max(freq, 20000))
    nodes = {}
    for word in sorted(words.keys() | rows.keys()):
        if not 1 <= len(word) <= 4 or any(ord(c) > 0xFFFF for c in word):
            continue
        for i in range(1, len(word)):
            nodes.setdefault(word[:i], (0, 0, 0))
        cls, freq = words.get(word, ("unknown", 0))
        cost = min(255, max(1, round(8 * -math.log(freq / total)))) if freq else 0
        nodes[word] = (CLASSES.index(cls), cost, rows.get(word, 0))
    cells = layout(nodes)
    if len(rows) >= 1 << 13 or len(cells) >= 1 << 21:
        sys.exit("the lexicon has outgrown the bits of its cells")
    with open(out_path, "wb") as f:
        f.write(b"QSL2" + struct.pack("<I", len(cells)))
        f.write(struct.pack(f"<{len(cells)}Q", *cells))


if __name__ == "__main__":
    main()
