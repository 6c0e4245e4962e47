import pytest

from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory, png_upload
from tests.factories.people import UserFactory, captain_of
from tests.factories.questions import question
from tournaments.registration.answers import (
    Answers,
    AnswersRefused,
    Shown,
    answers_of,
    as_text,
    check_answers,
    pictures_of,
    save_answers,
    shown_answers,
)
from tournaments.registration.models import Answer

pytestmark = pytest.mark.django_db

WAY = question("way", "choice", choices=["Pad", "Touch"], required=True)
MODEL = question("model", required=True, shown_if="way", shown_if_is="Pad")


def cup_asking(*rows, **settings):
    return TournamentFactory(custom_fields=list(rows), **settings)


def kept(registration) -> list[tuple]:
    rows = registration.answers.order_by("pk")
    return [(row.roster_entry_id, row.key, row.value) for row in rows]


def test_answers_come_out_clean_and_what_is_not_asked_is_left_out():
    cup = cup_asking(WAY, MODEL, question("phone", "phone"))

    found = check_answers(
        cup, {"way": "Touch", "model": "DualSense", "phone": "01712345678", "other": "?"}
    )

    assert found == Answers({"way": "Touch", "phone": "+8801712345678"}, {})


def test_all_faults_are_told_at_once_and_at_their_places():
    player = UserFactory(username="tamim")
    cup = cup_asking(
        WAY,
        question("site", "url", label="Channel"),
        question("size", scope="member", required=True, label="Size"),
    )

    with pytest.raises(AnswersRefused) as refusal:
        check_answers(cup, {"way": "Mouse", "site": "nowhere"}, {}, [player])

    assert refusal.value.code == "answers"
    assert refusal.value.faults == {
        (None, "way"): "Choose one of the list.",
        (None, "site"): "Write a whole web address that begins with https://.",
        (player.pk, "size"): "Answer this question.",
    }
    assert "tamim, Size: Answer this question." in refusal.value.message


def test_a_question_is_needed_only_when_it_is_asked():
    cup = cup_asking(WAY, MODEL)

    assert check_answers(cup, {"way": "Touch"}).own == {"way": "Touch"}
    with pytest.raises(AnswersRefused) as refusal:
        check_answers(cup, {"way": "Pad"})

    assert refusal.value.faults == {(None, "model"): "Answer this question."}


def test_no_is_an_answer_to_a_question_that_needs_one():
    cup = cup_asking(question("comes", "toggle", required=True))

    assert check_answers(cup, {"comes": False}).own == {"comes": False}


def test_answers_are_kept_with_the_words_of_their_questions():
    cup = cup_asking(question("way", label="How?", public=True), question("size", scope="member"))
    team = TeamFactory(size=2)
    registration = RegistrationFactory(tournament=cup, team=team)
    entry = registration.roster.get(user=captain_of(team))

    save_answers(registration, {"way": "Pad"}, {captain_of(team).pk: {"size": "L"}})

    own, of_member = registration.answers.order_by("pk")
    assert (own.label, own.is_public, own.value, own.roster_entry) == ("How?", True, "Pad", None)
    assert (of_member.key, of_member.value, of_member.roster_entry) == ("size", "L", entry)
    assert answers_of(registration) == ({"way": "Pad"}, {captain_of(team).pk: {"size": "L"}})
    assert shown_answers(registration, to=captain_of(team)) == [
        Shown("How?", "", "Pad", is_public=True),
        Shown("size", captain_of(team).username, "L"),
    ]


def test_of_the_others_a_player_reads_only_what_is_public():
    phone, role = question("phone", scope="member"), question("role", scope="member", public=True)
    cup = cup_asking(question("way"), phone, role)
    team = TeamFactory(size=2)
    captain, mate = captain_of(team), team.members.exclude(pk=captain_of(team).pk).get()
    registration = RegistrationFactory(tournament=cup, team=team, registered_by=captain)
    given = {"phone": "+8801712345678", "role": "Sniper"}
    save_answers(registration, {"way": "Pad"}, {captain.pk: given, mate.pk: given})

    found = {
        user: [(each.label, each.person) for each in shown_answers(registration, to=user)]
        for user in (captain, mate)
    }

    everything = [
        ("way", ""),
        ("phone", captain.username),
        ("role", captain.username),
        ("phone", mate.username),
        ("role", mate.username),
    ]
    assert found == {
        captain: everything,
        mate: [each for each in everything if each != ("phone", captain.username)],
    }


def test_new_answers_take_the_place_of_the_old():
    registration = RegistrationFactory(tournament=cup_asking(WAY, MODEL))
    save_answers(registration, {"way": "Pad", "model": "DualSense"})

    save_answers(registration, {"way": "Touch"})

    assert kept(registration) == [(None, "way", "Touch")]


def test_a_picture_stays_until_another_comes():
    cup = cup_asking(question("face", "file", required=True), question("club"))
    registration = RegistrationFactory(tournament=cup)
    first = check_answers(cup, {"face": png_upload(), "club": "A"})
    save_answers(registration, first.own)
    picture = registration.answers.get(key="face")

    again = check_answers(cup, {"club": "B"}, kept=pictures_of(registration))
    save_answers(registration, again.own)

    assert pictures_of(registration) == {(None, "face")}
    assert registration.answers.get(key="face").file.name == picture.file.name
    assert registration.answers.get(key="club").value == "B"


def test_a_needed_picture_that_nobody_sent_is_asked_for():
    cup = cup_asking(question("face", "file", required=True))

    with pytest.raises(AnswersRefused):
        check_answers(cup, {})


def test_pictures_lie_in_private_storage_under_a_name_that_says_nothing(settings):
    cup = cup_asking(question("face", "file"))
    registration = RegistrationFactory(tournament=cup)

    save_answers(registration, check_answers(cup, {"face": png_upload("mother.png")}).own)

    answer = Answer.objects.get()
    assert answer.file.name.startswith("answers/")
    assert "mother" not in answer.file.name
    assert str(settings.PRIVATE_ROOT) in answer.file.path


@pytest.mark.parametrize("count", [1, 3])
def test_keeping_answers_needs_the_same_queries(count, django_assert_num_queries):
    cup = cup_asking(*[question(f"q{number}") for number in range(count)])
    registration = RegistrationFactory(tournament=cup)

    with django_assert_num_queries(4):
        save_answers(registration, {f"q{number}": "x" for number in range(count)})

    assert registration.answers.count() == count


@pytest.mark.parametrize(
    ("value", "text"), [(True, "Yes"), (False, "No"), (["A", "B"], "A, B"), ("12", "12")]
)
def test_an_answer_is_read_in_words(value, text):
    assert as_text(value) == text
