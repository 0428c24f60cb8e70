"""The table of routes: all that the class service answers, one row each. Paths come after the service's prefix.

Starlette's routes and the OpenAPI description are both made from this table; who may ask is in `classroom.permissions`.
"""

from __future__ import annotations

from typing import Any

from classroom.service import (
    classrooms,
    description,
    door,
    exchange,
    exchange_shapes,
    pictures,
    reading,
    requests,
    shapes,
    texts,
)
from classroom.service.routing import Route

ROUTES: list[Route] = [
    Route("GET", "health", door.health, "see the service's health", shapes.Health),
    Route("GET", "api/openapi.json", description.openapi, "see the API's description", dict[str, Any]),
    # the door
    Route(
        "GET",
        "api/sign-in/classrooms",
        door.classrooms_at_the_door,
        "see the classes to come in",
        list[shapes.ClassroomAtTheDoor],
    ),
    Route(
        "POST",
        "api/sign-in/pupil",
        door.sign_in_pupil,
        "let a pupil in",
        shapes.Identity | shapes.WrongPictures,
        requests.PupilSignIn,
    ),
    Route(
        "POST",
        "api/sign-in/teacher",
        door.sign_in_teacher,
        "let a teacher in",
        shapes.TeacherIdentity,
        requests.TeacherSignIn,
    ),
    Route("POST", "api/tickets", door.ticket, "get a ticket", shapes.TicketShape),
    Route("POST", "api/leases", door.lease, "renew a lease", shapes.LeaseShape, requests.LeaseRequest),
    Route("GET", "api/me", door.me, "see oneself", shapes.PersonShape),
    Route(
        "PUT",
        "api/me/password",
        door.change_password,
        "change one's password",
        request=requests.PasswordChange,
        status=204,
    ),
    # a pupil's texts
    Route("GET", "api/me/texts", texts.notebook, "see one's notebook", shapes.Notebook),
    Route("GET", "api/texts/{text}", texts.see, "see a text", shapes.TextView),
    Route("GET", "api/texts/{text}/versions/{number}", texts.see_version, "see a version", shapes.VersionView),
    Route("POST", "api/texts/{text}/moves", texts.make_move, "move a text", shapes.TextView, requests.MoveRequest),
    Route(
        "POST",
        "api/texts/{text}/versions",
        texts.submit,
        "submit a text",
        shapes.TextView,
        requests.SubmitRequest,
        status=201,
        also=(200,),
    ),
    Route(
        "POST",
        "api/texts/{text}/marks/{annotation}",
        texts.tick,
        "tick a mark",
        shapes.TextView,
        requests.TickRequest,
    ),
    # reading
    Route(
        "POST",
        "api/texts/{text}/versions/{number}/annotations",
        reading.annotate,
        "annotate",
        shapes.AnnotationShape,
        requests.AnnotationRequest,
        status=201,
    ),
    Route(
        "PATCH",
        "api/annotations/{annotation}",
        reading.change_annotation,
        "change an annotation",
        shapes.AnnotationShape,
        requests.AnnotationChange,
    ),
    Route("DELETE", "api/annotations/{annotation}", reading.delete_annotation, "delete an annotation", status=204),
    Route(
        "PUT",
        "api/annotations/{annotation}/outcome",
        reading.confirm_outcome,
        "confirm an outcome",
        shapes.AnnotationShape,
        requests.OutcomeRequest,
    ),
    Route(
        "PUT",
        "api/texts/{text}/review",
        reading.write_review,
        "write the review",
        shapes.TextView,
        requests.ReviewRequest,
    ),
    Route(
        "POST",
        "api/texts/{text}/hand-back",
        reading.hand_back,
        "hand back a text",
        shapes.TextView,
        requests.HandBackRequest,
    ),
    Route(
        "POST",
        "api/classrooms/{classroom}/hand-back",
        reading.hand_back_all,
        "hand back what is ready",
        shapes.HandBackReport,
        requests.HandBackAll,
    ),
    # the class
    Route("GET", "api/classrooms/{classroom}", classrooms.see, "see a class", shapes.ClassroomView),
    Route(
        "GET",
        "api/classrooms/{classroom}/pile",
        classrooms.pile,
        "see the pile",
        shapes.PileView,
        query=("assignment",),
    ),
    Route("GET", "api/classrooms/{classroom}/measures", classrooms.measures, "see the measures", shapes.MeasuresView),
    Route(
        "POST",
        "api/classrooms/{classroom}/assignments",
        classrooms.create_assignment,
        "create an assignment",
        shapes.AssignmentShape,
        requests.AssignmentRequest,
        status=201,
    ),
    Route(
        "PATCH",
        "api/assignments/{assignment}",
        classrooms.change_assignment,
        "change an assignment",
        shapes.AssignmentShape,
        requests.AssignmentChange,
    ),
    Route("POST", "api/pupils/{username}/unlock", classrooms.unlock, "unlock a pupil", shapes.PersonShape),
    Route(
        "PUT",
        "api/pupils/{username}/pictures",
        classrooms.change_pictures,
        "change a pupil's pictures",
        request=requests.PicturesRequest,
        status=204,
    ),
    # nbgrader in step
    Route("GET", "api/classrooms/{classroom}/course", exchange.course, "see the course", exchange_shapes.CourseShape),
    Route(
        "POST",
        "api/classrooms/{classroom}/course",
        exchange.release,
        "release an assignment",
        exchange_shapes.CourseAssignmentShape,
        bytes,  # with its pictures a notebook may be larger than other bodies
        status=201,
    ),
    Route(
        "GET",
        "api/assignments/{assignment}/release",
        exchange.released_files,
        "see a released notebook",
        exchange_shapes.FilesShape,
    ),
    Route(
        "DELETE", "api/assignments/{assignment}/release", exchange.withdraw, "withdraw an assignment", status=204
    ),
    Route(
        "GET",
        "api/classrooms/{classroom}/deposits",
        exchange.deposits,
        "see the deposits",
        exchange_shapes.DepositsShape,
        query=("assignment", "pupil"),
    ),
    Route(
        "GET",
        "api/assignments/{assignment}/copies",
        exchange.copies,
        "see the copies",
        exchange_shapes.CopiesShape,
        query=("pupil",),
    ),
    Route(
        "POST",
        "api/texts/{text}/deposit",
        exchange.deposit,
        "deposit from a notebook",
        exchange_shapes.DepositShape,
        exchange_shapes.DepositRequest,
        status=201,
    ),
    Route(
        "POST",
        "api/classrooms/{classroom}/remarks",
        exchange.keep_remarks,
        "keep the gradebook's remarks",
        request=exchange_shapes.RemarksRequest,
        status=204,
    ),
    Route(
        "POST",
        "api/classrooms/{classroom}/copies/hand-back",
        exchange.hand_back,
        "hand back copies",
        shapes.HandBackReport,
        exchange_shapes.CopiesToHandBack,
    ),
    # pictures
    Route("POST", "api/assets", pictures.send, "send a picture", shapes.AssetShape, bytes, status=201),
    Route("GET", "api/assets/{sha256}", pictures.see, "see a picture", bytes),
]
