"""nbgrader in a teacher's server and terminals: in step with the class service."""

from classroom.exchange.setup import configure

configure(get_config())  # type: ignore[name-defined]  # noqa: F821
