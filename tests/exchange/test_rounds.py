"""What the pupil reads about the whole text: the desk's comment and the gradebook's, each once."""

import pytest

from classroom.rounds import Remark, general_comment


@pytest.mark.parametrize(
    ("comment", "remark", "said"),
    [
        ("", None, ""),
        ("Relis.", None, "Relis."),
        ("", Remark("Bien", 7.5, 10), "Bien\n\nNote : 7,5 sur 10"),
        ("Relis.", Remark("", 8, 10), "Relis.\n\nNote : 8 sur 10"),
        ("Relis.", Remark("Bien"), "Relis.\n\nBien"),
        ("Relis.\n\nBien", Remark(" Bien "), "Relis.\n\nBien"),
        ("Bien", Remark("", 0.0, 10), "Bien\n\nNote : 0 sur 10"),
    ],
)
def test_the_gradebook_s_remark_follows_the_teacher_s_comment(comment: str, remark: Remark | None, said: str) -> None:
    assert general_comment(comment, remark) == said
    assert general_comment(said, remark) == said
