#!/usr/bin/env python3
"""Writes the named character references of HTML, those that Python's html.entities has.

usage: build_references.py OUT

OUT has a reference a line, sorted: its name behind &, with its semicolon where it needs one; a tab;
the code points that it stands for, hexadecimal, parted by spaces.
"""
import html.entities
import sys


def main():
    with open(sys.argv[1], "w", encoding="ascii") as out:
        for name, characters in sorted(html.entities.html5.items()):
            out.write(f"{name}\t{' '.join(f'{ord(c):x}' for c in characters)}\n")


if __name__ == "__main__":
    main()
