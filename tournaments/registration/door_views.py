"""The code that a registration shows at the door."""

import io

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from tournaments.registration.queries import readable_by


@never_cache
@login_required
def code(request: HttpRequest, reference: str) -> HttpResponse:
    """A picture that leads officials to where they check this registration in."""
    registration = get_object_or_404(readable_by(request.user), reference=reference)
    path = reverse("control:door", args=[registration.tournament.slug, registration.reference])
    picture = io.BytesIO()
    address = request.build_absolute_uri(path)
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", dark="#000", light="#fff", border=3, svgclass=None, lineclass=None
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
