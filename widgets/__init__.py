"""What people touch: the pupil's page and pad, the teacher's page, desk and pile, each a widget that a notebook's only cell can show."""

from widgets.annotation_desk import AnnotationDesk
from widgets.pupil_page import PupilPage
from widgets.teacher_page import TeacherPage
from widgets.text_pile import TextPile
from widgets.writing_pad import WritingPad

__all__ = ["AnnotationDesk", "PupilPage", "TeacherPage", "TextPile", "WritingPad"]
