"""Reading the options of a stage out of JSON, naming the key that is wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from tournaments.engine.types import Invalid

LONGEST_TEXT: Final = 80


class Options:
    """The options of one JSON object. Each is taken once; what is left over is unknown."""

    def __init__(self, given: object, *, key: str = "") -> None:
        if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
            raise _wrong("must be an object with options", code="not_an_object", key=key)
        self._left: dict[str, object] = dict(given)

    def whole(self, key: str, *, default: int, least: int, most: int) -> int:
        number = self._left.pop(key, default)
        return whole(number, key=key, least=least, most=most)

    def whole_or_none(self, key: str, *, least: int, most: int) -> int | None:
        number = self._left.pop(key, None)
        return None if number is None else whole(number, key=key, least=least, most=most)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            raise _wrong("must be true or false", code="not_a_flag", key=key)
        return value

    def text(self, key: str) -> str:
        value = self._left.pop(key, "")
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise _wrong(f"must be a text of at most {LONGEST_TEXT} letters", "not_a_text", key)
        return value

    def value(self, key: str) -> object:
        """What is there, whatever it is; None when nothing is."""
        return self._left.pop(key, None)

    def listed(self, key: str) -> list[object] | None:
        value = self._left.pop(key, None)
        if value is not None and not isinstance(value, list | tuple):
            raise _wrong("must be a list", code="not_a_list", key=key)
        return None if value is None else list(value)

    def nested(self, key: str) -> dict[str, object]:
        value = self._left.pop(key, None)
        return Options({} if value is None else value, key=key)._left

    def check_all_taken(self) -> None:
        for key in self._left:
            raise _wrong("is not an option of this format", code="unknown_option", key=key)


def whole(number: object, *, key: str, least: int, most: int) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise _wrong("must be a whole number", code="not_a_whole_number", key=key)
    if not least <= number <= most:
        raise Invalid(
            "{key} must be {least} to {most}.", code="out_of_range", key=key, least=least, most=most
        )
    return number


@contextmanager
def naming(key: str) -> Iterator[None]:
    """Add the key to an ``Invalid`` that was raised by a check of its value."""
    try:
        yield
    except Invalid as error:
        error.params.setdefault("key", key)
        raise


def _wrong(what: str, code: str, key: str) -> Invalid:
    return Invalid("{key} " + what + ".", code=code, key=key or "A stage")
