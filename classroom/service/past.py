"""Handlers about a text's past: its moments, bringing one of them back, and the words that were found again."""

from __future__ import annotations

from classroom import store
from classroom.comparison import count_words
from classroom.service import shapes
from classroom.service.routing import Answer, Ask
from classroom.service.texts import view


def moments(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        found = store.moments_of(connection, ask.path["text"])
    return Answer([shapes.MomentShape.model_validate(moment) for moment in found])


def moment(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        at, then = store.moment_at(connection, ask.path["text"], ask.seq)
    words = count_words(then.plain)
    return Answer(shapes.MomentView(seq=ask.seq, at=at, words=words, plain=then.plain, document=then.document))


def bring_back(ask: Ask) -> Answer:
    text = ask.path["text"]
    with ask.store.write() as connection:
        store.bring_back(connection, text, ask.seq, by=ask.person, key=ask.body.key)
        return view(connection, ask, text)


def settle(ask: Ask) -> Answer:
    text = ask.path["text"]
    with ask.store.write() as connection:
        store.settle_rescue(connection, text, ask.path["rescue"], ask.body.settled, by=ask.person.username)
        return view(connection, ask, text)
