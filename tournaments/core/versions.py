"""Versions of topics: how a cache or a live page knows that something changed."""

from django.db.models import F

from tournaments.core.models import Version


def raise_versions(*topics: str) -> None:
    """Raise the version of each topic by one, making those that are new."""
    wanted = sorted(set(topics))
    rows = Version.objects.filter(topic__in=wanted)
    if rows.update(number=F("number") + 1) < len(wanted):
        known = set(rows.values_list("topic", flat=True))
        Version.objects.bulk_create(
            [Version(topic=topic) for topic in wanted if topic not in known],
            ignore_conflicts=True,
        )


def current_versions(topics: list[str]) -> dict[str, int]:
    """The version of each topic; 0 for one that never changed."""
    found = dict(Version.objects.filter(topic__in=topics).values_list("topic", "number"))
    return {topic: found.get(topic, 0) for topic in topics}
