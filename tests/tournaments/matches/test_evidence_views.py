import pytest
from django.urls import reverse

from tests.factories import UserFactory, drawn_cup, match_of, organizer_of
from tests.factories.evidence import evidence_of, player_of
from tests.factories.images import PDF, mp4, picture, png_upload, sent
from tournaments.brackets.models import Match
from tournaments.matches.models import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def address(match: Match) -> str:
    return reverse("matches:add_evidence", args=[match.pk])


def test_a_player_sends_evidence_from_the_match_page(client, match):
    client.force_login(player_of(match))
    assert address(match) in client.get(match.get_absolute_url()).content.decode()

    response = client.post(
        address(match), {"upload": png_upload(), "note": "<b>The end</b>"}, follow=True
    )

    evidence = Evidence.objects.get()
    page = response.content.decode()
    assert response.redirect_chain == [(f"{match.get_absolute_url()}#evidence", 302)]
    assert "Your evidence is with the match now." in page
    assert evidence.get_absolute_url() in page
    assert "Picture (PNG)" in page
    assert "&lt;b&gt;The end&lt;/b&gt;" in page
    assert player_of(match).username in page


@pytest.mark.parametrize(
    ("upload", "field", "message"),
    [
        (lambda: sent(PDF, "a.pdf"), "upload", "this is a PDF document"),
        (lambda: sent(picture(), "a.html"), "upload", "The file is named .html"),
        (lambda: sent(b"", "a.png"), "upload", "The file is empty."),
        (lambda: sent(mp4()[:-9], "a.mp4"), "upload", "The video is damaged or incomplete."),
        (lambda: "", "upload", "This field is required."),
    ],
)
def test_a_refused_file_says_why_at_its_field_and_the_note_stays(
    client, match, upload, field, message
):
    client.force_login(player_of(match))

    response = client.post(address(match), {"upload": upload(), "note": "Look at 2:10"})

    form = response.context["evidence"].form
    assert response.status_code == 200
    assert list(form.errors) == [field]
    assert message in form.errors[field][0]
    assert "Look at 2:10" in response.content.decode()
    assert not Evidence.objects.exists()


def test_the_same_file_is_refused_at_its_field(client, match):
    client.force_login(player_of(match))
    evidence_of(match, by=player_of(match))

    response = client.post(address(match), {"upload": png_upload()})

    assert "already" in response.context["evidence"].form.errors["upload"][0]


def test_after_five_files_the_form_gives_way_to_the_reason(client, match):
    player = player_of(match)
    for width in range(5):
        evidence_of(match, by=player, upload=sent(picture(size=(10 + width, 10))))
    client.force_login(player)

    page = client.get(match.get_absolute_url()).content.decode()
    again = client.post(address(match), {"upload": png_upload()})

    assert "You have sent 5 files for this match" in page
    assert f'action="{address(match)}' not in page
    assert again.status_code == 200
    assert match.evidence.count() == 5


def test_the_official_has_both_forms_after_a_failure(client, match):
    client.force_login(organizer_of(match.tournament))

    page = client.post(address(match), {"upload": sent(PDF, "a.pdf")}).content.decode()

    assert "this is a PDF document" in page
    assert "result-form" in page


def test_the_public_does_not_learn_of_evidence(client, match):
    evidence = evidence_of(match, note="Secret words")

    for user in (None, UserFactory(), organizer_of(drawn_cup(2))):
        if user:
            client.force_login(user)
        page = client.get(match.get_absolute_url()).content.decode()
        assert 'id="evidence"' not in page
        assert evidence.get_absolute_url() not in page
        assert "Secret words" not in page


def test_only_those_of_the_match_reach_the_form(client, match):
    visitor = client.post(address(match), {"upload": png_upload()})
    assert (visitor.status_code, visitor.url.split("?")[0]) == (302, reverse("account_login"))

    for user in (UserFactory(), organizer_of(drawn_cup(2))):
        client.force_login(user)
        assert client.post(address(match), {"upload": png_upload()}).status_code == 404
    assert not Evidence.objects.exists()


def test_evidence_is_never_sent_by_a_link(client, match):
    client.force_login(player_of(match))

    assert client.get(address(match)).status_code == 405


def test_evidence_belongs_to_its_match(client, match):
    evidence = evidence_of(match)
    other = match_of(drawn_cup(2), "F")
    client.force_login(UserFactory(is_superuser=True))

    wrong = reverse("matches:evidence", args=[other.pk, evidence.pk])

    assert client.get(evidence.get_absolute_url()).status_code == 200
    assert client.get(wrong).status_code == 404
    assert client.get(reverse("matches:evidence", args=[match.pk, 0])).status_code == 404


def test_a_video_is_only_ever_an_attachment(client, match):
    evidence = evidence_of(match, upload=sent(mp4(), "a.mp4"))
    client.force_login(player_of(match))

    response = client.get(evidence.get_absolute_url(), {"inline": ""})

    assert b"".join(response.streaming_content) == mp4()
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="match-{match.pk}-{evidence.pk}.mp4"'
    )


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_needs_as_many_queries_for_three_files_as_for_one(
    client, match, django_assert_num_queries, files
):
    for width in range(files):
        evidence_of(match, by=player_of(match), upload=sent(picture(size=(10 + width, 10))))
    client.force_login(player_of(match, 2))
    client.get(match.get_absolute_url())

    with django_assert_num_queries(39):
        page = client.get(match.get_absolute_url())

    assert len(page.context["evidence"].files) == files
