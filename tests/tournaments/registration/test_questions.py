import pytest

from tournaments.registration.questions import Kind, Question, asked, is_answer

QUESTIONS = [
    Question("way", "How do you play?", Kind.CHOICE, choices=("Controller", "Touch")),
    Question("which", "Which?", Kind.TEXT, shown_if="way", shown_if_is="Controller"),
    Question("model", "Model?", Kind.TEXT, shown_if="which", shown_if_is="Other"),
    Question("name", "Your name?", Kind.TEXT),
]


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({}, ["way", "name"]),
        ({"way": "Touch"}, ["way", "name"]),
        ({"way": "Controller"}, ["way", "which", "name"]),
        ({"way": "Controller", "which": "other"}, ["way", "which", "model", "name"]),
        ({"way": "Touch", "which": "Other"}, ["way", "name"]),
    ],
)
def test_a_question_is_asked_when_what_it_hangs_on_is_asked_and_answered_so(values, keys):
    assert [each.key for each in asked(QUESTIONS, values)] == keys


@pytest.mark.parametrize(
    ("value", "wanted", "answer"),
    [
        ("Yes", "yes", True),
        (True, "yes", True),
        (False, "no", True),
        (False, "yes", False),
        (["Friday", "Sunday"], "sunday", True),
        (["Friday"], "Sunday", False),
        ([], "Sunday", False),
        (None, "", False),
    ],
)
def test_an_answer_is_what_was_wanted(value, wanted, answer):
    assert is_answer(value, wanted) is answer


def test_a_question_is_read_from_its_row():
    row = {"key": "k", "label": "Days?", "kind": "choices", "choices": ["A", "B"], "later": 1}

    assert Question.of(row) == Question("k", "Days?", Kind.CHOICES, choices=("A", "B"))
