from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from deltacrown.errors import Refused
from deltacrown.uploads import MEGABYTE
from tournaments.matches.models import Evidence

ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,video/mp4,video/webm"
# Refusals that are not about the file stand above the form.
ABOUT_THE_MATCH = {"not_in_match", "not_played", "enough"}


class EvidenceForm(forms.Form):
    """A picture or a video, and what it shows. The operation looks into the file."""

    upload = forms.FileField(
        label=_("Picture or video"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    note = forms.CharField(
        label=_("What it shows"),
        max_length=Evidence._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs) -> None:
        # The page of a match has another form with a note.
        super().__init__(*args, auto_id="evidence_%s", **kwargs)
        self.fields["upload"].help_text = format_lazy(
            _("JPEG, PNG, WebP or HEIC up to {image} MB; MP4 or WebM up to {video} MB."),
            image=f"{settings.PROOF_MAX_BYTES / MEGABYTE:.3g}",
            video=f"{settings.VIDEO_MAX_BYTES / MEGABYTE:.3g}",
        )

    def refuse(self, refusal: Refused) -> None:
        """Show what the operation said, at the field that it is about."""
        field = None if refusal.code in ABOUT_THE_MATCH else "upload"
        self.add_error(field, refusal.message)
