"""The Bengali texts: complete, true to the placeholders, compiled, and shown.

The texts of the source are read here without gettext's tools, which a fresh machine lacks.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from tests.factories import home_page

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "bn" / "LC_MESSAGES" / "django.po"
SOURCES = ["home", "search", "site", "tournaments"]

# (context, text, plural), as in the catalogue.
Text = tuple[str | None, str, str | None]

CALL = re.compile(r"_|n?p?gettext(_lazy|_noop)?")
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# Whatever a translation must repeat as it is: %(name)s, %s, {name}, and HTML tags.
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?\w+[^>]*>")
BENGALI = re.compile(r"[\u0980-\u09ff]")
SAME_IN_BENGALI = {"%(place)s / %(total)s", "Discord", "PDF"}


def texts_of_python(source: str) -> Iterator[Text]:
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            words = [each.value for each in call.args if isinstance(each, ast.Constant)]
            if words and CALL.fullmatch(call.func.id):
                yield _text(call.func.id, words)


def texts_of_template(source: str) -> Iterator[Text]:
    # templatize leaves the calls and crosses out the rest.
    calls = rf"\b(_|n?p?gettext)\(({LITERAL}(?:, ?{LITERAL})*)"
    for name, *found in re.findall(calls, templatize(source)):
        words = [ast.literal_eval(literal) for literal in re.findall(LITERAL, found[0])]
        yield _text(name, words)


def _text(function: str, words: list[str]) -> Text:
    context = words.pop(0) if "pgettext" in function else None
    return context, words[0], words[1] if "ngettext" in function else None


def texts_of_the_source() -> set[Text]:
    root = Path(settings.BASE_DIR)
    modules = [path for name in SOURCES for path in (root / name).rglob("*.py")]
    templates = [path for path in (root / "templates").rglob("*") if path.is_file()]
    return {
        text
        for paths, read in [(modules, texts_of_python), (templates, texts_of_template)]
        for path in paths
        for text in read(path.read_text(encoding="utf-8"))
    }


def key(entry: polib.POEntry) -> Text:
    return entry.msgctxt or None, entry.msgid, entry.msgid_plural or None


def forms(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each English form with its translation."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [
        (entry.msgid, entry.msgstr_plural[0]),
        (entry.msgid_plural, entry.msgstr_plural[1]),
    ]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_texts_are_read_from_python():
    source = """
_("one " "two"); gettext_lazy('it\\'s'); ngettext("%(n)s cup", "%(n)s cups", n)
pgettext("won", "W"); search("words"); _(label)
"""

    assert set(texts_of_python(source)) == {
        (None, "one two", None),
        (None, "it's", None),
        (None, "%(n)s cup", "%(n)s cups"),
        ("won", "W", None),
    }


def test_texts_are_read_from_templates():
    source = """{% load i18n %}gettext <p>{% translate "It's 100%" %} {{ x|default:_("No") }}
{% translate "W" context "won" %}{% blocktranslate trimmed with a=b %}
  Hello {{ a }}
{% endblocktranslate %}
{% blocktranslate count n=cups.count trimmed %}{{ n }} cup{% plural %}{{ n }} cups
{% endblocktranslate %}"""

    assert set(texts_of_template(source)) == {
        (None, "It's 100%%", None),
        (None, "No", None),
        ("won", "W", None),
        (None, "Hello %(a)s", None),
        (None, "%(n)s cup", "%(n)s cups"),
    }


def test_the_catalogue_holds_the_texts_of_the_source_and_no_other(catalogue):
    source, held = texts_of_the_source(), {key(entry) for entry in catalogue}

    assert {"missing": source - held, "gone": held - source} == {"missing": set(), "gone": set()}


def test_every_text_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


def test_every_translation_is_in_bengali(catalogue):
    english = [
        translated
        for entry in catalogue
        for text, translated in forms(entry)
        if re.search("[A-Za-z]", KEPT.sub("", text)) and not BENGALI.search(translated)
    ]

    assert set(english) == SAME_IN_BENGALI


def test_translations_keep_placeholders_and_tags(catalogue):
    changed = [
        (text, translated)
        for entry in catalogue
        for text, translated in forms(entry)
        if sorted(set(KEPT.findall(text))) != sorted(set(KEPT.findall(translated)))
    ]

    assert changed == []


def test_the_compiled_catalogue_says_the_same(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert {key(entry): forms(entry) for entry in compiled} == {
        key(entry): forms(entry) for entry in catalogue
    }


@pytest.mark.django_db
def test_the_site_is_shown_in_bengali(client):
    home_page()

    with translation.override("en"):  # a request leaves its language in force
        page = client.get("/bn/").content.decode()

    assert '<html lang="bn">' in page
    assert "মুকুটের জন্য খেলুন" in page
    assert "Play for the crown" not in page
