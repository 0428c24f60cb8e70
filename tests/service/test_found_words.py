"""What a child would call lost when two tablets are put together, and what not."""

from __future__ import annotations

import pytest

from classroom.service.found_words import lost_passages


@pytest.mark.parametrize(
    ("seen", "merged", "lost"),
    [
        ("Le chat dort.", "Le chat dort.", []),
        ("Le chat dort.", "Le chat dort. Il rêve.", []),
        ("Le chat dort dans le jardin.", "Le chat.", ["dort dans le jardin."]),
        ("Le petit chat mange le gros chien.", "Le chat mange le chien.", ["petit", "gros"]),
        ("Le chat et le chien", "Le chien", ["chat et le"]),
        ("Un titre\nUne ligne de plus\nLa fin", "Un titre\nLa fin", ["Une ligne de plus"]),
        ("D'abord ceci. Puis cela.", "Puis cela. D'abord ceci.", []),  # it was moved
        ("Le chat dort", "Le chat dort.", []),
        ("Le chat dort.", "le chat dort", []),  # a full stop and a capital are no words
        ("Les chat dort", "Les chats dorment", ["dort"]),  # « chats » still begins with « chat »
        ("Il y a", "Il y va", ["a"]),
        ("Il a mangé", "Il dort", ["a mangé"]),
        ("Bravo 🎉 !", "Bravo !", ["🎉"]),
        ("", "Le chat", []),
        ("Le chat", "", ["Le chat"]),
    ],
)
def test_the_passages_that_went(seen: str, merged: str, lost: list[str]) -> None:
    assert lost_passages(seen, merged) == lost


def test_two_long_texts_of_one_word_take_no_lasting_work() -> None:
    assert lost_passages("mot " * 4_000, "mot " * 3_990 + "fin") == ["mot " * 9 + "mot"]
    assert len(lost_passages("a b " * 2_000, "c d " * 2_000)) == 1
