from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "deltacrown.cms"
    label = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from deltacrown import checks  # noqa: F401  registers them
        from deltacrown.cms.admin_widgets import start_choosers_without_inline_script

        start_choosers_without_inline_script()
