import pytest

from deltacrown.errors import Refused
from deltacrown.uploads import CleanImage
from tests.factories import GameFactory, png_upload
from tests.factories.questions import asking
from tournaments.registration.kinds import clean
from tournaments.registration.questions import Kind

CHOICES = ("Friday", "Saturday", "Sunday")


def cleaned(kind: Kind, value, *, game=None):
    return clean(asking(kind, choices=CHOICES), value, game=game)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Kind.TEXT, "  We play\nfor fun. ", "We play\nfor fun."),
        (Kind.TEXT, "no\x00thing\x07", "no thing"),
        (Kind.NUMBER, "12", "12"),
        (Kind.NUMBER, "3,50", "3.50"),
        (Kind.NUMBER, "1e3", "1000"),
        (Kind.NUMBER, "-0.5", "-0.5"),
        (Kind.NUMBER, "১২", "12"),
        (Kind.DATE, "2026-03-31", "2026-03-31"),
        (Kind.URL, "https://example.com/a?b=1", "https://example.com/a?b=1"),
        (Kind.URL, "http://example.com", "http://example.com"),
        (Kind.EMAIL, " name@example.com ", "name@example.com"),
        (Kind.PHONE, "01712 345678", "+8801712345678"),
        (Kind.PHONE, "+49 30 901820", "+4930901820"),
        (Kind.CHOICE, "Sunday", "Sunday"),
        (Kind.CHOICES, ["Sunday", "Friday", "Sunday"], ["Friday", "Sunday"]),
        (Kind.TOGGLE, True, True),
        (Kind.TOGGLE, False, False),
        (Kind.PLAYER_ID, "tamim#1", "tamim#1"),
    ],
)
def test_an_answer_is_kept_in_one_shape_and_again_changes_nothing(kind, value, kept):
    once = cleaned(kind, value)

    assert once == kept
    assert cleaned(kind, once) == kept


@pytest.mark.parametrize("kind", [*Kind])
@pytest.mark.parametrize("value", [None, "", "  \n", []])
def test_nothing_is_no_answer(kind, value):
    assert cleaned(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Kind.TEXT, "x" * 1001, "At most 1000 characters."),
        (Kind.TEXT, ["list"], "Write a text."),
        (Kind.NUMBER, "twelve", "Write a number, such as 12 or 3.5."),
        (Kind.NUMBER, "NaN", "Write a number, such as 12 or 3.5."),
        (Kind.NUMBER, "Infinity", "Write a number, such as 12 or 3.5."),
        (Kind.NUMBER, True, "Write a number, such as 12 or 3.5."),
        (Kind.NUMBER, "1e999999", "At most 20 digits."),
        (Kind.NUMBER, "1" * 21, "At most 20 digits."),
        (Kind.DATE, "31.03.2026", "Write a date as year-month-day, such as 2026-03-31."),
        (Kind.DATE, "2026-02-30", "Write a date as year-month-day, such as 2026-03-31."),
        (Kind.URL, "javascript:alert(1)", "Write a whole web address that begins with https://."),
        (Kind.URL, "ftp://example.com", "Write a whole web address that begins with https://."),
        (Kind.URL, "example.com", "Write a whole web address that begins with https://."),
        (Kind.EMAIL, "name@", "Write an e-mail address, such as name@example.com."),
        (
            Kind.PHONE,
            "12345",
            "Write a phone number, such as 01712 345678 or +880 1712 345678.",
        ),
        (
            Kind.PHONE,
            "call me",
            "Write a phone number, such as 01712 345678 or +880 1712 345678.",
        ),
        (Kind.CHOICE, "Monday", "Choose one of the list."),
        (Kind.CHOICE, ["Friday"], "Choose one of the list."),
        (Kind.CHOICES, ["Friday", "Monday"], "Choose from the list."),
        (Kind.CHOICES, "Friday", "Choose from the list."),
        (Kind.TOGGLE, "perhaps", "Answer yes or no."),
        (Kind.FILE, "picture.png", "Send a picture."),
    ],
)
def test_what_is_no_answer_is_refused_with_what_to_write(kind, value, message):
    with pytest.raises(Refused) as refusal:
        cleaned(kind, value)

    assert (refusal.value.message, refusal.value.code) == (message, "answer")


def test_a_player_id_has_the_shape_that_the_game_asks_for():
    game = GameFactory.build(player_id_pattern=r".+#\d+", player_id_help="Such as tamim#1.")

    with pytest.raises(Refused) as refusal:
        cleaned(Kind.PLAYER_ID, "tamim", game=game)

    assert cleaned(Kind.PLAYER_ID, "tamim#1", game=game) == "tamim#1"
    assert refusal.value.message == "That is not the shape of a player id. Such as tamim#1."


def test_a_picture_is_made_clean_once():
    picture = cleaned(Kind.FILE, png_upload())

    assert isinstance(picture, CleanImage)
    assert cleaned(Kind.FILE, picture) is picture


def test_what_only_claims_to_be_a_picture_is_refused():
    upload = png_upload()
    upload.file.seek(0)
    upload.file.write(b"<script>")

    with pytest.raises(Refused):
        cleaned(Kind.FILE, upload)
