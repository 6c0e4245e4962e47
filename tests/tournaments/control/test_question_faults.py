import pytest

from tournaments.control.question_faults import question_faults

USUAL = {
    "kind": "text",
    "scope": "registration",
    "required": False,
    "public": False,
    "choices": [],
    "shown_if": "",
    "shown_if_is": "",
}
WAY = USUAL | {"key": "way", "label": "Way", "kind": "choice", "choices": ["Pad", "Touch"]}
COMES = USUAL | {"key": "comes", "label": "Comes", "kind": "toggle"}
FACE = USUAL | {"key": "face", "label": "Face", "kind": "file"}
NAME = USUAL | {"key": "name", "label": "Name"}


def hanging(on: str, answer: str, **words):
    return USUAL | {"key": "q", "label": "Q", "shown_if": on, "shown_if_is": answer} | words


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [WAY, COMES, FACE, NAME],
        [WAY, hanging("way", "Pad")],
        [COMES, hanging("comes", "no")],
        [NAME, hanging("name", "Tamim")],
    ],
)
def test_questions_that_can_be_asked_have_no_fault(rows):
    assert list(question_faults(rows)) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([WAY | {"choices": ["Pad"]}], "“Way”: Write at least two choices, one a line."),
        (
            [FACE | {"public": True}],
            "“Face”: Pictures are seen by officials only. Untick “Everybody sees the answer”.",
        ),
        ([hanging("Who?", "x")], "“Q”: No question above it has the words “Who?”."),
        ([hanging("way", "Pad"), WAY], "“Q”: No question above it has the words “Way”."),
        (
            [WAY, hanging("way", "Pad", scope="member")],
            "“Q”: It hangs on a question that is asked once for somebody else.",
        ),
        ([FACE, hanging("face", "x")], "“Q”: It cannot hang on a picture."),
        ([WAY, hanging("way", "Mouse")], "“Q”: Say on which answer it hangs: Pad or Touch."),
        ([COMES, hanging("comes", "maybe")], "“Q”: Say on which answer it hangs: yes or no."),
        ([NAME, hanging("name", "")], "“Q”: Say on which answer it hangs."),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_with_its_fault(rows, fault):
    assert list(question_faults(rows)) == [fault]
