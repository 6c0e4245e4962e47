import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
import segno
import typst
from django.utils import translation
from PIL import Image, ImageChops, ImageFont

from tournaments.awards import rendering, typesetting
from tournaments.awards.rendering import CertificateFacts, certificate_pdf

FACTS = CertificateFacts(
    kind="champion",
    heading="Certificate of Victory",
    statement="for winning the tournament among 32 teams",
    recipient="Dhaka Dragons",
    tournament="Spring Cup 2030",
    game="Valorant",
    organizer="Crown Esports",
    date_text="14 May 2030",
    placement_text="1st place",
    members=("Rafi Ahmed", "Nabil Khan", "Tania Islam"),
    code="7F3K-9QXM-2WPD",
    verify_url="https://deltacrown.example/certificates/7F3K9QXM2WPD/",
    language="en",
)
SIXTY_WORDS = "Champions of everything " * 20
ONE_WORD = "W" * 200


def picture(facts: CertificateFacts, ppi: int = 72) -> Image.Image:
    png = typst.compile(str(rendering.TEMPLATE), format="png", ppi=ppi, **rendering._sources(facts))
    assert isinstance(png, bytes), "more than one page"
    return Image.open(BytesIO(png)).convert("RGB")


def printed(facts: CertificateFacts, name: str) -> str:
    """The words that stand on the sheet in the place of this fact."""
    found = typst.query(str(rendering.TEMPLATE), f"<{name}>", **rendering._sources(facts))

    def words_in(node) -> str:
        if isinstance(node, dict):
            if node.get("func") == "text":
                return node["text"]
            if node.get("func") == "space":
                return " "
            return "".join(words_in(each) for each in node.values())
        if isinstance(node, list):
            return "".join(words_in(each) for each in node)
        return ""

    return words_in(json.loads(found))


def changed_area(facts: CertificateFacts) -> tuple[float, float, float, float]:
    """Where, in millimetres, the sheet differs from that of FACTS: left, top, right, bottom."""
    difference = ImageChops.difference(picture(FACTS), picture(facts)).getbbox()
    assert difference is not None, "nothing changed"
    return tuple(edge * 25.4 / 72 for edge in difference)


def test_a_certificate_is_a_pdf_and_the_same_one_a_second_later():
    first = certificate_pdf(FACTS)
    time.sleep(1.1)  # dates in a PDF count seconds

    assert first.startswith(b"%PDF-")
    assert certificate_pdf(FACTS) == first


def test_another_process_draws_the_same_certificate():
    program = (
        "import sys; sys.path[:0] = ['.', 'site']\n"
        "import django; from django.conf import settings; settings.configure(); django.setup()\n"
        "from tournaments.awards.rendering import *\n"
        f"sys.stdout.buffer.write(certificate_pdf({FACTS!r}))"
    )

    drawn = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert drawn.stdout == certificate_pdf(FACTS)


def test_threads_do_not_disturb_each_other():
    facts = [replace(FACTS, recipient=f"Team {number}") for number in range(4)] * 3

    with ThreadPoolExecutor(6) as threads:
        drawn = list(threads.map(certificate_pdf, facts))

    assert drawn == [certificate_pdf(each) for each in facts]
    assert len(set(drawn)) == 4


def test_the_sheet_is_a4_across_and_draws_without_a_warning():
    _, warnings = typst.compile_with_warnings(
        str(rendering.TEMPLATE), format="pdf", **rendering._sources(FACTS)
    )

    assert warnings == []
    assert picture(FACTS).size == (842, 595)


def test_the_certificate_carries_every_fact():
    names = ["heading", "statement", "recipient", "tournament", "game", "organizer"]
    names += ["date_text", "placement_text", "code"]

    assert {name: printed(FACTS, name) for name in names} == {
        name: getattr(FACTS, name) for name in names
    }
    assert printed(FACTS, "members").replace("\N{NO-BREAK SPACE}", " ") == (
        "Rafi Ahmed, Nabil Khan, Tania Islam"
    )
    assert printed(FACTS, "address").replace("\N{ZERO WIDTH SPACE}", "") == (
        "deltacrown.example/certificates/7F3K9QXM2WPD"
    )


def test_the_square_is_the_qr_code_of_the_address():
    modules = segno.make(FACTS.verify_url, error="m", micro=False).matrix
    per_mm = 150 / 25.4
    sheet = picture(FACTS, ppi=150).convert("L")
    side = 26 / (len(modules) + 4)  # two empty modules on each side

    def is_dark(row: int, column: int) -> bool:
        x, y = (corner + (place + 2.5) * side for corner, place in ((235.6, column), (161.6, row)))
        return sheet.getpixel((round(x * per_mm), round(y * per_mm))) < 128

    places = range(len(modules))
    assert [[is_dark(row, column) for column in places] for row in places] == [
        [bool(module) for module in row] for row in modules
    ]


def test_each_kind_has_its_own_metal():
    kinds = ["champion", "runner_up", "third_place", "participant"]
    at_the_border = {
        kind: picture(replace(FACTS, kind=kind)).getpixel((421, round(9.2 * 72 / 25.4)))
        for kind in kinds
    }

    assert len(set(at_the_border.values())) == 4
    red, _, blue = at_the_border["champion"]
    assert red > blue + 40, "gold is yellow"
    silver = at_the_border["runner_up"]
    assert max(silver) - min(silver) < 40, "silver is grey"


@pytest.mark.parametrize("words", [SIXTY_WORDS, ONE_WORD, "ক্ষত্রিয়" * 40])
@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("heading", (28, 16, 269, 153.5)),
        ("recipient", (28, 16, 269, 153.5)),
        ("statement", (28, 16, 269, 153.5)),
        ("tournament", (28, 16, 269, 153.5)),
        ("game", (28, 16, 269, 153.5)),
        ("date_text", (29.5, 164, 76.5, 180.5)),
        ("organizer", (79.5, 164, 126.5, 180.5)),
        ("placement_text", (137, 159, 160, 183)),
        ("code", (177.5, 162, 230.5, 190)),
    ],
)
def test_words_of_any_length_stay_in_their_room(name, room, words):
    left, top, right, bottom = changed_area(replace(FACTS, **{name: words}))

    assert (left >= room[0], top >= room[1], right <= room[2], bottom <= room[3]) == (True,) * 4


def test_everything_long_at_once_and_ten_members_fit():
    ten = tuple(f"Member {number} with a name of forty letters" for number in range(10))
    facts = replace(
        FACTS,
        heading=SIXTY_WORDS,
        recipient=ONE_WORD,
        statement=SIXTY_WORDS,
        tournament=SIXTY_WORDS,
        game=SIXTY_WORDS,
        members=ten,
    )

    left, top, right, bottom = changed_area(facts)

    assert (left >= 28, top >= 16, right <= 269, bottom <= 153.5) == (True,) * 4
    assert printed(facts, "members").count("Member") == 10


@pytest.mark.parametrize(
    "recipient",
    [
        '#panic("x") *bold* _it_ $x^2$ `raw` <label> @ref // no \\ end',
        "= Heading",
        "- list",
        "\"double\" 'single' “curly”",
        "ঢাকা ড্রাগনস ক্ষত্রিয়",
        "فريق النسور",
        "נבחרת",
        "Łukasz Żółć, Nguyễn, Иван, Σωκράτης",
        "Fire 🔥 Crown 👑 👨‍👩‍👧",
        "鋼の錬金術師",
        "{}[]()%&~^",
    ],
)
def test_a_name_is_printed_as_it_is_written(recipient):
    assert printed(replace(FACTS, recipient=recipient), "recipient") == recipient


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("two\n lines\tand   spaces ", "two lines and spaces"),
        ("a\x00b\x07c", "abc"),
        ("turned \u202eround\u202c", "turned round"),
        ("half \ud83d a pair", "half  a pair"),
        ("ক\u200d্ষ", "ক\u200d্ষ"),
    ],
)
def test_what_has_no_shape_is_left_out(written, seen):
    assert printed(replace(FACTS, recipient=written), "recipient") == seen


@pytest.mark.parametrize(
    "letters", ["ক্ষত্রিয়শৃঙ্খলা৳", "فريقالنسور", "נבחרת", "विजेता", "🔥👑🏆💀", "ŁżóИваΣωκễ₿€"]
)
def test_our_fonts_have_the_letters(letters):
    fonts = [ImageFont.truetype(path, 40) for path in typesetting.FONTS.glob("*.ttf")]

    def drawn(font, letter: str) -> bytes:
        return bytes(font.getmask(letter))

    missing = [
        letter
        for letter in letters
        if all(drawn(font, letter) == drawn(font, "\uffff") for font in fonts)
    ]
    assert missing == []


@pytest.mark.parametrize("font", ["Noto Sans Bengali", "Noto Serif Bengali"])
def test_bengali_letters_join(font):
    def width(letters: str) -> float:
        source = f'#set text(font: "{font}")\n' + (
            f'#context [#metadata(measure("{letters}").width.pt()) <width>]'
        )
        found = typst.query(
            source.encode(), "<width>", field="value", font_paths=typesetting.fonts()
        )
        return json.loads(found)[0]

    assert width("ক্ষ") < width("কষ")
    assert width("ক্ত") < width("কত")


def test_a_participant_needs_neither_members_nor_a_place():
    alone = replace(FACTS, kind="participant", members=(), placement_text="")

    assert printed(alone, "placement_text") == ""
    assert printed(alone, "members") == ""
    assert certificate_pdf(alone) != certificate_pdf(FACTS)


def test_the_language_of_the_certificate_counts_and_not_that_of_the_reader():
    with translation.override("bn"):
        in_bengali_surroundings = certificate_pdf(FACTS)

    with translation.override("en"):
        assert certificate_pdf(FACTS) == in_bengali_surroundings
