"""`nbgrader collect`: the versions that pupils deposited, into the course directory and the gradebook, ready to be graded."""

from __future__ import annotations

from datetime import datetime

from nbgrader.exchange import abc

from classroom.exchange.calls import Copy
from classroom.exchange.exchange import Exchange, as_nbgrader
from classroom.exchange.mirror import Mirror


class ExchangeCollect(Exchange, abc.ExchangeCollect):  # type: ignore[misc]
    """The last version of each pupil, or the last before the due date; `autograde` is not needed afterwards, and does no harm."""

    def copy_files(self) -> None:
        mirror = Mirror(self.coursedir, self.course, self.client)
        with self.saying_refusals():
            every = self.client.copies(self.project.assignment, self.student)
            due = mirror.due(self.project) if self.before_duedate else None
            copies = [_in_time(copy, due) for copy in every] if due else every
            if not copies:
                self.log.warning(
                    "No submissions of '%s' for course '%s' to collect", self.project.name, self.course.classroom
                )
            wanted = [copy for copy in copies if self._is_wanted(mirror, copy)]
            pupils = {copy.pupil for copy in wanted}
            mirror.collect(self.project, wanted, [copy for copy in every if copy.pupil in pupils])
            for copy in copies:
                if copy.last.handed_back_at:
                    mirror.write_feedback(self.project, copy)

    def _is_wanted(self, mirror: Mirror, copy: Copy) -> bool:
        have: datetime | None = mirror.mirrored_at(self.project, copy.pupil)
        at = as_nbgrader(copy.last.version.submitted_at)
        there = mirror.folder(self.coursedir.submitted_directory, copy.pupil, self.project).is_dir()
        if not there:
            self.log.info("Collecting submission: %s %s", copy.pupil, self.project.name)
        elif (self.update and (have is None or at > have)) or (self.before_duedate and at != have):
            self.log.info("Updating submission: %s %s", copy.pupil, self.project.name)
        elif self.update:
            self.log.info("No newer submission to collect: %s %s", copy.pupil, self.project.name)
            return False
        else:
            self.log.info("Submission already exists, use --update to update: %s %s", copy.pupil, self.project.name)
            return False
        return True


def _in_time(copy: Copy, due: datetime) -> Copy:
    """The copy as it was when it was due; as it is now when nothing was deposited by then."""
    before = [round.version.number for round in copy.rounds if round.version.submitted_at <= due]
    return copy.until(before[-1]) if before else copy
