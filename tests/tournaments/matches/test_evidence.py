import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import evidence_of, player_of
from tests.factories.images import PDF, mp4, picture, png_upload, sent, webm
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.limits import LimitReached
from tournaments.core.models import Event
from tournaments.matches.models import Evidence
from tournaments.matches.operations import add_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


@pytest.fixture
def private_files(settings, tmp_path):
    """The names of all files in the private storage, now."""
    backend = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "private": backend}
    field = Evidence._meta.get_field("file")
    storage, field.storage = field.storage, storages["private"]
    yield lambda: [path.name for path in tmp_path.rglob("*.*")]
    field.storage = storage


def refusal_of(match: Match, *, by, upload=None) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        add_evidence(match, by=by, upload=upload or png_upload())
    return refusal.value.code, refusal.value.message


def test_a_player_sends_a_picture(match):
    player = player_of(match)

    evidence = add_evidence(match, by=player, upload=png_upload(), note=" The last round. ")

    assert list(Evidence.objects.all()) == [evidence]
    assert (evidence.match, evidence.uploaded_by, evidence.note) == (
        match,
        player,
        "The last round.",
    )
    assert (evidence.content_type, len(evidence.sha256)) == ("image/png", 64)
    assert evidence.file.name.startswith("evidence/")
    event = Event.objects.get(kind="evidence.added")
    assert (event.actor, event.subject, event.tournament) == (player, evidence, match.tournament)
    assert event.after == {"match": "F", "content_type": "image/png"}


@pytest.mark.parametrize(
    ("content", "name", "content_type", "extension", "format"),
    [
        (picture(format="JPEG"), "a.jpg", "image/jpeg", ".jpg", "JPEG"),
        (picture(format="WEBP"), "a.webp", "image/webp", ".webp", "WebP"),
        (picture(format="HEIF"), "a.heic", "image/jpeg", ".jpg", "JPEG"),
        (mp4(), "a.mp4", "video/mp4", ".mp4", "MP4"),
        (webm(), "a.webm", "video/webm", ".webm", "WebM"),
    ],
)
def test_evidence_is_a_picture_or_a_video(match, content, name, content_type, extension, format):
    evidence = evidence_of(match, upload=sent(content, name))

    assert evidence.file.name.endswith(extension)
    assert (evidence.content_type, evidence.format) == (content_type, format)
    assert evidence.is_video == content_type.startswith("video/")
    if evidence.is_video:
        assert evidence.file.read() == content


def test_players_and_officials_of_the_match_send_evidence(match):
    referee = staff_of(match.tournament, StaffRole.REFEREE)

    for by in (player_of(match, 1), player_of(match, 2), organizer_of(match.tournament), referee):
        evidence_of(match, by=by)

    assert match.evidence.count() == 4


@pytest.mark.parametrize("role", [StaffRole.VERIFIER, StaffRole.MODERATOR, StaffRole.CASTER])
def test_staff_who_decide_no_matches_send_none(match, role):
    assert refusal_of(match, by=staff_of(match.tournament, role))[0] == "not_in_match"


def test_nobody_else_sends_any(match):
    other = match_of(drawn_cup(2), "F")

    for by in (UserFactory(), player_of(other), organizer_of(other.tournament)):
        assert refusal_of(match, by=by) == (
            "not_in_match",
            "Only those who play in this match and its officials can send evidence.",
        )
    assert not Evidence.objects.exists()


def test_a_player_of_another_match_of_the_cup_sends_none():
    cup = drawn_cup(4)

    by = player_of(match_of(cup, "W1-2"))

    assert refusal_of(match_of(cup, "W1-1"), by=by)[0] == "not_in_match"


@pytest.mark.parametrize("status", ["pending", "void"])
def test_a_match_that_is_not_played_takes_none(match, status):
    Match.objects.update(status=status)
    match.refresh_from_db()

    assert refusal_of(match, by=player_of(match)) == (
        "not_played",
        "This match is not being played, so there is nothing to show yet.",
    )


def test_a_match_that_was_taken_back_meanwhile_takes_none(match):
    player = player_of(match)
    Match.objects.update(status="pending")  # and ``match`` does not know

    assert refusal_of(match, by=player)[0] == "not_played"


def test_a_match_with_a_result_takes_evidence_against_it(match):
    win(match, 1)

    assert evidence_of(match, by=player_of(match, 2)).pk


def test_a_person_sends_five_files_for_a_match(match):
    player, opponent = player_of(match, 1), player_of(match, 2)
    for width in range(5):
        evidence_of(match, by=player, upload=sent(picture(size=(10 + width, 10))))

    assert refusal_of(match, by=player) == (
        "enough",
        "You have sent 5 files for this match, and more are not accepted.",
    )
    assert evidence_of(match, by=opponent).pk


def test_the_same_file_twice_is_kept_once(match):
    player = player_of(match)
    first = evidence_of(match, by=player)

    assert refusal_of(match, by=player) == (
        "same_file",
        "You have sent this file already; it is in the list. Choose another one.",
    )
    evidence_of(match, by=player_of(match, 2))  # of somebody else it says something else
    assert list(match.evidence.filter(uploaded_by=player)) == [first]


def test_what_is_refused_leaves_no_file(match, private_files):
    player = player_of(match)
    evidence_of(match, by=player)
    assert len(private_files()) == 1

    refusal_of(match, by=player)
    assert refusal_of(match, by=player, upload=sent(PDF, "a.pdf"))[0] == "type"

    assert len(private_files()) == 1


def test_a_crash_leaves_neither_row_nor_file(match, private_files):
    def lose_the_database(execute, sql, params, many, context):
        if sql.startswith("INSERT") and Event._meta.db_table in sql:
            raise DatabaseError("gone")
        return execute(sql, params, many, context)

    with pytest.raises(DatabaseError, match="gone"), connection.execute_wrapper(lose_the_database):
        evidence_of(match, by=player_of(match))

    assert (private_files(), Evidence.objects.count()) == ([], 0)


def test_twenty_files_an_hour_are_the_limit_and_refusals_cost_nothing(settings, match):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "evidence": (2, 3600)}
    player = player_of(match)
    evidence_of(match, by=player)
    refusal_of(match, by=player)
    evidence_of(match, by=player, upload=sent(picture()))

    with pytest.raises(LimitReached):
        evidence_of(match, by=player, upload=sent(picture(size=(9, 9))))

    assert match.evidence.count() == 2


def test_a_file_that_is_gone_has_no_size(match):
    evidence = evidence_of(match)
    assert evidence.size > 60

    evidence.file.storage.delete(evidence.file.name)

    assert Evidence.objects.get().size is None
