"""The living document of a text, as bytes: read it, freeze it when it is deposited, make one for a class that begins.

On the tablet it is a Yjs document edited with ProseMirror; here the same bytes are read with pycrdt. Its shape is in
docs/helper/protocol.md. All functions are pure: bytes in, values out. None raises because of what a pupil typed.
"""

from classroom.documents.checking import Brought, check_update
from classroom.documents.places import place_of, relative_anchor
from classroom.documents.reading import (
    Frozen,
    anchors_now,
    apply,
    apply_all,
    clocks,
    contains,
    done_marks,
    freeze,
    freeze_doc,
    is_empty,
    merge,
    plain_of,
    schema_of,
)
from classroom.documents.turning import turn_into
from classroom.documents.writing import Block, Replace, build, edit

__all__ = [
    "Block",
    "Brought",
    "Frozen",
    "Replace",
    "anchors_now",
    "apply",
    "apply_all",
    "build",
    "check_update",
    "clocks",
    "contains",
    "done_marks",
    "edit",
    "freeze",
    "freeze_doc",
    "is_empty",
    "merge",
    "place_of",
    "plain_of",
    "relative_anchor",
    "schema_of",
    "turn_into",
]
