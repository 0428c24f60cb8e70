"""The life of a text: which moves exist, from which stage, to which, and by whom. The only place that says so.

    WRITING ─submit→ SUBMITTED ─open→ READING ─hand_back→ HANDED_BACK ─revise→ REVISING ─submit→ SUBMITTED …
       ↑───take_back────┘                └─accept→ ACCEPTED ─start_layout→ LAYOUT ─publish→ PUBLISHED

A deposited text can be taken back by its pupil until the teacher has opened it. It then goes back to where it came from: WRITING before the
first hand-back, REVISING after.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from classroom.errors import WrongStage
from classroom.model import Role, Stage


class Move(StrEnum):
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    OPEN = "open"
    HAND_BACK = "hand_back"
    REVISE = "revise"
    ACCEPT = "accept"
    REOPEN = "reopen"
    START_LAYOUT = "start_layout"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


@dataclass(frozen=True, slots=True)
class Rule:
    by: Role
    sources: tuple[Stage, ...]
    target: Stage
    refusal: str
    """What the person reads when the text is at another stage."""


_S = Stage
RULES: dict[Move, Rule] = {
    Move.SUBMIT: Rule(
        Role.PUPIL,
        (_S.WRITING, _S.HANDED_BACK, _S.REVISING),
        _S.SUBMITTED,
        "Ton texte est déjà déposé.",
    ),
    Move.TAKE_BACK: Rule(
        Role.PUPIL,
        (_S.SUBMITTED,),
        _S.WRITING,
        "La relecture de ton texte a commencé : tu ne peux plus le reprendre.",
    ),
    Move.OPEN: Rule(
        Role.TEACHER,
        (_S.SUBMITTED,),
        _S.READING,
        "Ce texte n'est pas déposé : l'élève est peut-être en train d'y travailler.",
    ),
    Move.HAND_BACK: Rule(
        Role.TEACHER,
        (_S.READING,),
        _S.HANDED_BACK,
        "Ce texte n'est plus en relecture : il ne peut pas être rendu.",
    ),
    Move.REVISE: Rule(
        Role.PUPIL,
        (_S.HANDED_BACK,),
        _S.REVISING,
        "Ce texte n'a pas encore été rendu.",
    ),
    Move.ACCEPT: Rule(
        Role.TEACHER,
        (_S.READING,),
        _S.ACCEPTED,
        "Seul un texte en relecture peut être accepté.",
    ),
    Move.REOPEN: Rule(
        Role.TEACHER,
        (_S.ACCEPTED, _S.LAYOUT),
        _S.READING,
        "Seul un texte accepté et pas encore publié peut être remis en relecture.",
    ),
    Move.START_LAYOUT: Rule(
        Role.PUPIL,
        (_S.ACCEPTED,),
        _S.LAYOUT,
        "Ton texte n'est pas encore accepté.",
    ),
    Move.PUBLISH: Rule(
        Role.TEACHER,
        (_S.ACCEPTED, _S.LAYOUT),
        _S.PUBLISHED,
        "Seul un texte accepté peut être publié.",
    ),
    Move.UNPUBLISH: Rule(
        Role.TEACHER,
        (_S.PUBLISHED,),
        _S.LAYOUT,
        "Ce texte n'est pas publié.",
    ),
}

WRITABLE = frozenset({_S.WRITING, _S.HANDED_BACK, _S.REVISING, _S.ACCEPTED, _S.LAYOUT})
"""The stages at which a pupil may type. At the others the pad is read-only and says why."""


def allowed(move: Move, stage: Stage, by: Role) -> bool:
    """Whether somebody of this role may make this move from this stage: what a screen asks to show or hide a button."""
    rule = RULES[move]
    return by is rule.by and stage in rule.sources


def after(move: Move, stage: Stage, *, handed_back_before: bool = False) -> Stage:
    """The stage that follows, or `WrongStage` with the sentence for the person.

    `handed_back_before` says whether the text was handed back at least once: a text taken back then returns to REVISING.
    """
    rule = RULES[move]
    if stage not in rule.sources:
        raise WrongStage(rule.refusal, detail=f"{move} from {stage}, allowed from {', '.join(rule.sources)}")
    if move is Move.TAKE_BACK and handed_back_before:
        return Stage.REVISING
    return rule.target
