"""Objects of a file, asked for their values; whatever is wrong is one line that says where."""

from collections.abc import Iterator
from typing import Any
from unicodedata import category

LONGEST_TEXT = 200
LARGEST_NUMBER = 32767  # what a score may be in every database


class Fault(Exception):
    """The file is no event; the message is one line that names what is wrong."""


class Part:
    """One object of the file, asked for its values by name; ``where`` names it in a fault."""

    def __init__(self, given: Any, where: str) -> None:
        if not isinstance(given, dict):
            raise Fault(f"{where} is not an object")
        self.given = given
        self.where = where

    def has(self, key: str) -> bool:
        return self.given.get(key) is not None

    def text(self, key: str, *, longest: int = LONGEST_TEXT) -> str:
        value = self.given.get(key)
        if not isinstance(value, str) or not value.strip():
            raise Fault(f"{self.where}: “{key}” must be a text")
        if len(value) > longest:
            raise Fault(f"{self.where}: “{key}” has more than {longest} characters")
        if any(category(letter) == "Cc" for letter in value):
            raise Fault(f"{self.where}: “{key}” must be a text on one line")
        return value

    def text_or_none(self, key: str, *, longest: int = LONGEST_TEXT) -> str | None:
        return self.text(key, longest=longest) if self.has(key) else None

    def items(self, key: str) -> list[Any]:
        value = self.given.get(key)
        if not isinstance(value, list):
            raise Fault(f"{self.where}: “{key}” must be a list")
        return value

    def items_or_empty(self, key: str) -> list[Any]:
        return self.items(key) if self.has(key) else []

    def whole(self, key: str) -> int:
        return whole(self.given.get(key), f"{self.where}: “{key}”")

    def whole_or_none(self, key: str) -> int | None:
        return self.whole(key) if self.has(key) else None

    def signed(self, key: str) -> int:
        """A whole number that may be below 0."""
        value = self.given.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST_NUMBER:
            raise Fault(f"{self.where}: “{key}” must be a whole number")
        return value

    def part(self, key: str) -> "Part":
        return Part(self.given.get(key), f"{self.where}: “{key}”")

    def parts(self, key: str) -> Iterator["Part"]:
        for number, value in enumerate(self.items(key), start=1):
            yield Part(value, f"{self.where}: {key} {number}")


def whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Fault(f"{where} must be a whole number from 0")
    if value > LARGEST_NUMBER:
        raise Fault(f"{where} must be at most {LARGEST_NUMBER}")
    return value
