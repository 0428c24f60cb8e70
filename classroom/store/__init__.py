"""The class's data: the only place where it is kept, one verb a function.

    store = open_store("sqlite:////path/classroom.sqlite")
    with store.write() as connection:
        classroom = create_classroom(connection, "CM1-CM2")

A verb takes a connection first, so that several verbs may make one transaction; `at` (default: now) is when it happens.
Errors are those of `classroom.errors`.
"""

from classroom.store.assets import Asset, asset_of, keep_asset
from classroom.store.assignments import assignment_of, assignments_of, change_assignment, create_assignment
from classroom.store.course import (
    CourseAssignment,
    course_assignment,
    course_of,
    name_assignments,
    release_assignment,
    unnamed,
    withdraw_assignment,
)
from classroom.store.deposits import (
    Copy,
    DepositLine,
    copies_of,
    deposit_line,
    deposits_in,
    hand_back_copy,
    submit_text,
)
from classroom.store.engine import Pen, Store, open_store
from classroom.store.folding import Folded, fold, long_logs
from classroom.store.forgetting import Forgotten, forget_pupil, what_is_his
from classroom.store.history import BroughtBack, Moment, bring_back, moment_at, moments_of
from classroom.store.log import append_updates, load_updates, note_words
from classroom.store.looking import Look, earlier_seen_by_pupil, look
from classroom.store.marks import (
    Mark,
    annotate,
    change_annotation,
    delete_annotation,
    mark_of,
    marks_of,
    text_of_annotation,
)
from classroom.store.measures import MarkRow, Measures, RoundRow, TextRow, measures
from classroom.store.migration import migrate, upgrade
from classroom.store.outcomes import Earlier, confirm_outcome, earlier_marks, mark_done, note_help
from classroom.store.people import (
    add_person,
    classroom_of,
    classrooms,
    create_classroom,
    palette_of,
    people_of,
    person_of,
    positive_families,
)
from classroom.store.pile import PileRow, Tally, pile, tally
from classroom.store.published import Published, published_in
from classroom.store.reading import Review, accept, hand_back, hand_backs_of, review_of, write_review
from classroom.store.remarks import keep_remark, remark_of
from classroom.store.rescues import Rescue, Settled, rescues_of, save_rescue, settle_rescue
from classroom.store.sign_in import (
    SignIn,
    change_password,
    forget_token,
    hash_to_compare,
    owner_of_token,
    remember_token,
    set_password,
    set_pictures,
    sign_in_pupil,
    sign_in_teacher,
    unlock,
)
from classroom.store.subjects import about_annotation, about_assignment, about_classroom, about_pupil, about_text
from classroom.store.submitting import submit, submit_draft
from classroom.store.texts import lock, move, notebook_of, text_of, words_of
from classroom.store.versions import version_of, versions_of

__all__ = [
    "Asset",
    "BroughtBack",
    "Copy",
    "CourseAssignment",
    "DepositLine",
    "Earlier",
    "Folded",
    "Forgotten",
    "Look",
    "Mark",
    "MarkRow",
    "Measures",
    "Moment",
    "Pen",
    "PileRow",
    "Published",
    "Rescue",
    "Review",
    "RoundRow",
    "Settled",
    "SignIn",
    "Store",
    "Tally",
    "TextRow",
    "about_annotation",
    "about_assignment",
    "about_classroom",
    "about_pupil",
    "about_text",
    "accept",
    "add_person",
    "annotate",
    "append_updates",
    "asset_of",
    "assignment_of",
    "assignments_of",
    "bring_back",
    "change_annotation",
    "change_assignment",
    "change_password",
    "classroom_of",
    "classrooms",
    "confirm_outcome",
    "copies_of",
    "course_assignment",
    "course_of",
    "create_assignment",
    "create_classroom",
    "delete_annotation",
    "deposit_line",
    "deposits_in",
    "earlier_marks",
    "earlier_seen_by_pupil",
    "fold",
    "forget_pupil",
    "forget_token",
    "hand_back",
    "hand_back_copy",
    "hand_backs_of",
    "hash_to_compare",
    "keep_asset",
    "keep_remark",
    "load_updates",
    "lock",
    "long_logs",
    "look",
    "mark_done",
    "mark_of",
    "marks_of",
    "measures",
    "migrate",
    "moment_at",
    "moments_of",
    "move",
    "name_assignments",
    "note_help",
    "note_words",
    "notebook_of",
    "open_store",
    "owner_of_token",
    "palette_of",
    "people_of",
    "person_of",
    "pile",
    "positive_families",
    "published_in",
    "release_assignment",
    "remark_of",
    "remember_token",
    "rescues_of",
    "review_of",
    "save_rescue",
    "set_password",
    "set_pictures",
    "settle_rescue",
    "sign_in_pupil",
    "sign_in_teacher",
    "submit",
    "submit_draft",
    "submit_text",
    "tally",
    "text_of",
    "text_of_annotation",
    "unlock",
    "unnamed",
    "upgrade",
    "version_of",
    "versions_of",
    "what_is_his",
    "withdraw_assignment",
    "words_of",
    "write_review",
]
