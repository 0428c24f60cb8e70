"""What can go wrong in a class, as one tree of errors.

    ClassroomError
    ├── NotAllowed            403  this person may not do this
    ├── NotSignedIn           401  nobody we know
    ├── NotFound              404  no such text, version, pupil…
    ├── BadInput              422  what was sent is not what is expected
    ├── WrongStage            409  the text is not at a stage where this can be done
    ├── Conflict              409  somebody else was faster
    ├── Locked                423  five wrong tries: the teacher unlocks
    ├── SlowDown              429  too many wrong passwords: wait a little
    └── OutOfService          503  the store cannot be written now

Each error has a stable `code` for programs, a `sentence` in French for the person who reads it, and a `detail` in English for the
log. None of them ever holds what a pupil wrote.
"""

from __future__ import annotations


class ClassroomError(Exception):
    """The root: catch it at the edge (an HTTP handler, the command line), show `sentence`, log `detail`."""

    code = "error"
    status = 500
    sentence = "Quelque chose n'a pas marché. Rien n'est perdu."

    def __init__(self, sentence: str | None = None, *, code: str | None = None, detail: str = "") -> None:
        self.sentence = sentence or type(self).sentence
        self.code = code or type(self).code
        self.detail = detail
        super().__init__(f"{self.code}: {detail or self.sentence}")


class NotSignedIn(ClassroomError):
    code = "not_signed_in"
    status = 401
    sentence = "Il faut d'abord entrer dans la classe."


class NotAllowed(ClassroomError):
    code = "not_allowed"
    status = 403
    sentence = "Tu n'as pas le droit de faire cela."


class NotFound(ClassroomError):
    code = "not_found"
    status = 404
    sentence = "Cela n'existe pas, ou plus."


class BadInput(ClassroomError):
    code = "bad_input"
    status = 422
    sentence = "Ce qui a été envoyé n'est pas valable."


class WrongStage(ClassroomError):
    code = "wrong_stage"
    status = 409
    sentence = "Ce n'est pas possible à cette étape du texte."


class Conflict(ClassroomError):
    code = "conflict"
    status = 409
    sentence = "Quelqu'un d'autre vient de changer cela. Recharge la page."


class Locked(ClassroomError):
    code = "locked"
    status = 423
    sentence = "Trop d'essais. Demande à ta maitresse ou à ton maitre."


class SlowDown(ClassroomError):
    code = "slow_down"
    status = 429
    sentence = "Trop d'essais. Attendez un peu avant de recommencer."


class OutOfService(ClassroomError):
    code = "out_of_service"
    status = 503
    sentence = "La classe ne peut rien enregistrer pour le moment. Ton texte est gardé sur la tablette."
