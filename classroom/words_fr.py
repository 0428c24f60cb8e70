"""What the class service says in French and that no error of `classroom.errors` says already."""

from __future__ import annotations

NO_SUCH_PAGE = "Cette page n'existe pas."

HTTP_CODES = {404: "not_found", 405: "no_such_method"}
"""Codes of what the web server itself refuses, by status."""
