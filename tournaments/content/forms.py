from wagtail.admin.forms import WagtailAdminPageForm


class TournamentPageForm(WagtailAdminPageForm):
    pass
