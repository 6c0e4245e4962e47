import pytest

from deltacrown.accounts.phones import e164
from deltacrown.errors import Refused


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("01712345678", "+8801712345678"),
        ("01712-345 678", "+8801712345678"),
        ("+880 1712 345678", "+8801712345678"),
        ("8801712345678", "+8801712345678"),
        ("০১৭১২৩৪৫৬৭৮", "+8801712345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("tel:+8801712345678", "+8801712345678"),
    ],
)
def test_a_number_is_kept_in_one_way(written, kept):
    assert e164(written) == kept


@pytest.mark.parametrize(
    "written",
    ["12", "0171234567", "+8801012345678", "call me", "+", "01712345678 ext. 5", "0" * 19],
)
def test_what_is_no_number_is_refused(written):
    with pytest.raises(Refused) as refusal:
        e164(written)

    assert refusal.value.code == "phone"
    assert refusal.value.message == (
        "This is not a phone number. Write it like 01712 345678, or with the code of the country, "
        "like +44 20 7946 0958."
    )
