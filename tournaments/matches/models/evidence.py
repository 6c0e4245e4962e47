from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deltacrown.storage import RandomName, private_storage


class Evidence(models.Model):
    """A picture or a video that shows how a match went. Its players and officials see it."""

    match = models.ForeignKey(
        "tournaments.Match", on_delete=models.CASCADE, related_name="evidence"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=RandomName("evidence"), max_length=200
    )
    content_type = models.CharField(max_length=40)
    note = models.CharField(_("note"), max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "uploaded_by", "sha256"], name="one_evidence_per_file_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.uploaded_by}"

    def get_absolute_url(self) -> str:
        return reverse("matches:evidence", args=[self.match_id, self.pk])

    @property
    def tournament(self):
        return self.match.tournament

    @property
    def is_video(self) -> bool:
        return self.content_type.startswith("video/")

    @property
    def format(self) -> str:
        """What people call the kind of file: JPEG, MP4."""
        kind = self.content_type.rpartition("/")[2]
        return {"webm": "WebM", "webp": "WebP"}.get(kind, kind.upper())

    @property
    def size(self) -> int | None:
        """In bytes; None where the file is gone. It asks the storage."""
        try:
            return self.file.size
        except OSError:
            return None
