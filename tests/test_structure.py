"""What the design promises about the shape of the code, checked by reading the code."""

import ast
import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.module_loading import import_string
from wagtail.models import Page

ROOT = settings.BASE_DIR
OWN = [ROOT / name for name in ("site/deltacrown", "home", "search", "tournaments")]
SOURCES = [
    path for top in OWN for path in sorted(top.rglob("*.py")) if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Folders of the app that are no rooms.
FURNITURE = {"data", "management", "migrations", "templatetags"}
ROOMS = sorted(
    path.parent.name
    for path in (ROOT / "tournaments").glob("*/__init__.py")
    if path.parent.name not in FURNITURE
)
MODELS = [model for model in apps.get_models() if model.__module__.startswith("tournaments.")]
PAGES = [
    model
    for model in apps.get_models()
    if issubclass(model, Page) and not model.__module__.startswith("wagtail")
]
# Names that say nothing: such a module collects what nobody placed.
NAMELESS = {"utils", "helpers", "common", "manager", "managers", "handler", "handlers", "misc"}
# Kinds of modules that ask an operation to change a state, and never change one themselves.
ASKERS = {"apps", "blocks", "forms", "middleware", "notices", "queries", "rules", "signals"} | {
    "tasks",
    "views",
    "viewsets",
    "wagtail_hooks",
    "commands",
    "templatetags",
}


def short(path):
    return str(path.relative_to(ROOT))


def rooms_with(module):
    """Rooms that have ``module``, as a file or as a folder."""
    folder = ROOT / "tournaments"
    return [
        room
        for room in ROOMS
        if (folder / room / f"{module}.py").exists() or (folder / room / module).is_dir()
    ]


def imports_of(index):
    """The modules that an index file imports, by full name."""
    tree = ast.parse((ROOT / "tournaments" / index).read_text())
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def strings_in(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


# --- index files ----------------------------------------------------------------


def test_the_folder_named_site_is_no_package():
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_introduces_itself(room):
    assert import_module(f"tournaments.{room}").__doc__


def test_the_index_of_models_names_every_model():
    index = import_module("tournaments.models")

    assert sorted(index.__all__) == sorted(model.__name__ for model in MODELS)


def test_no_room_keeps_a_model_outside_the_index():
    unseen = {f"tournaments.{room}.models" for room in rooms_with("models")} - imports_of(
        "models.py"
    )

    assert unseen == set()


def test_the_index_of_addresses_includes_every_room():
    included = set(strings_in(ROOT / "tournaments" / "urls.py"))

    assert {f"tournaments.{room}.urls" for room in rooms_with("urls")} - included == set()


def test_the_index_of_admin_hooks_imports_every_room():
    wanted = {f"tournaments.{room}.viewsets" for room in rooms_with("viewsets")}

    assert wanted - imports_of("wagtail_hooks.py") == set()


@pytest.mark.parametrize("module", ["notices", "signals"])
def test_the_app_loads_what_registers_itself_on_import(module):
    loaded = set(strings_in(ROOT / "tournaments" / "apps.py"))

    assert {f"tournaments.{room}.{module}" for room in rooms_with(module)} - loaded == set()


# --- names that are only strings --------------------------------------------------


def enqueued():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "enqueue":
                yield short(path), ast.literal_eval(node.args[0])


def test_every_enqueued_path_is_a_task():
    paths = list(enqueued())

    assert paths, "nothing is enqueued: this test has lost its subject"
    assert [
        (source, path)
        for source, path in paths
        if not re.fullmatch(r"[a-z_.]+\.tasks\.[a-z_]+", path) or not callable(import_string(path))
    ] == []


def dotted_paths():
    own = re.compile(r"(deltacrown|home|search|tournaments)(\.[a-z_]+){2,}")
    for path in SOURCES:
        for value in strings_in(path):
            if own.fullmatch(value):
                yield short(path), value


def resolves(path):
    try:
        import_string(path)
    except ImportError:
        return find_spec(path) is not None
    return True


def test_every_dotted_path_resolves():
    assert [(source, path) for source, path in dotted_paths() if not resolves(path)] == []


@pytest.mark.parametrize("name", settings.EVENT_CONSUMERS)
def test_every_consumer_of_the_event_log_resolves(name):
    assert callable(import_string(settings.EVENT_CONSUMERS[name]))


def exists(template):
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def test_every_template_that_the_code_names_exists():
    named = {
        (short(path), value)
        for path in SOURCES
        for value in strings_in(path)
        if re.fullmatch(r"[\w/]+\.(html|txt)", value)
    }

    assert [pair for pair in sorted(named) if not exists(pair[1])] == []


def test_every_template_that_a_template_names_exists():
    named = {
        (short(path), value)
        for path in TEMPLATES
        for value in re.findall(r'{%\s*(?:include|extends)\s+"([^"]+)"', path.read_text())
    }

    assert [pair for pair in sorted(named) if not exists(pair[1])] == []


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_a_page_names_its_template(model):
    assert vars(model).get("template"), "Wagtail would guess one from the name of the app"
    assert exists(model.template)


# --- words and habits -------------------------------------------------------------


def test_no_module_has_a_name_that_says_nothing():
    assert [short(path) for path in SOURCES if path.stem in NAMELESS] == []


def test_only_operations_and_models_write_a_status():
    write = re.compile(r"\.status\s*=(?!=)|\bupdate\([^)]*\bstatus=", re.DOTALL)
    writers = [
        short(path)
        for path in SOURCES
        if ASKERS & {path.stem, path.parent.name} and write.search(path.read_text())
    ]

    assert writers == []


def test_nothing_is_marked_safe_by_hand():
    assert [short(path) for path in SOURCES if "mark_safe" in path.read_text()] == []


def faults_of(html):
    """What the content security policy would block, and what skips escaping."""
    html = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", "", html, flags=re.DOTALL)
    rules = {
        "|safe": r"\|\s*safe\b",
        "autoescape off": r"{%\s*autoescape\s+off",
        "inline script": r"<script(?![^>]*\b(?:src=|type=\"application/json\"))",
        "style element": r"<style\b",
        "style attribute": r"\sstyle\s*=",
        "on-handler": r"<[^>]*\son[a-z]+\s*=",
        "script address": r"=\s*[\"']?\s*javascript:",
        "foreign host": r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//",
    }
    return [name for name, rule in rules.items() if re.search(rule, html, re.IGNORECASE)]


def test_no_template_has_what_the_policy_blocks_or_skips_escaping():
    found = {short(path): faults_of(path.read_text()) for path in TEMPLATES}

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("{{ page.body|safe }}", "|safe"),
        ("{% autoescape off %}", "autoescape off"),
        ("<script>start()</script>", "inline script"),
        ("<script defer>start()</script>", "inline script"),
        ("<style>p {}</style>", "style element"),
        ('<p\n  style="color: red">', "style attribute"),
        ('<a href="#" onclick="go()">', "on-handler"),
        ('<a href="javascript:go()">', "script address"),
        ('<img alt="" src="//cdn.example.org/a.png">', "foreign host"),
    ],
)
def test_the_rules_for_templates_find(html, fault):
    assert faults_of(html) == [fault]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="{% static "js/menu.js" %}" defer></script>',
        '<script type="application/json" id="facts">{}</script>',
        '<a href="https://example.org/">elsewhere</a>',
        "{# never |safe #}",
        '<p class="style" data-once="yes">on = off</p>',
    ],
)
def test_the_rules_for_templates_let_pass(html):
    assert faults_of(html) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_tests(room):
    assert list((ROOT / "tests" / "tournaments" / room).rglob("test_*.py"))
