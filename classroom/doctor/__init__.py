"""Looking at a class from head to foot, open or closed, and saying in one line a check what is well, what is not, and what to do."""

from classroom.doctor.examination import examine
from classroom.doctor.finding import Finding
from classroom.doctor.here import Here

__all__ = ["Finding", "Here", "examine"]
