"""Wagtail's choosers without the inline script that they end with."""

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def render_chooser(
    chooser: BaseChooser, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None
) -> SafeString:
    """The chooser as Wagtail renders it, started by ``admin-widgets.js`` instead."""
    value_data = chooser.get_value_data(value)
    start = chooser.js_constructor
    if isinstance(chooser, AdminTaskChooser):
        start = "createTaskChooser"
    return format_html(
        "{}{}",
        chooser.render_html(name, value_data, attrs),
        render_to_string(
            "wagtailadmin/_start_widget.html",
            {
                "start": start,
                "input": attrs["id"],
                "options": json.dumps(chooser.get_js_init_options(attrs["id"], name, value_data)),
            },
        ),
    )


def start_choosers_without_inline_script() -> None:
    """Replace the one method that all choosers share; Wagtail 8.0 offers no setting for it."""
    BaseChooser.render = render_chooser
