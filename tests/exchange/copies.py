"""Made-up rounds for the tests: texts as pupils write them, and texts that bite."""

from datetime import UTC, datetime, timedelta

from classroom.anchors import anchor_at
from classroom.documents import build, freeze
from classroom.model import Annotation, HelpLevel, Support, Version
from classroom.rounds import Remark, Round

BITING = (
    "# Pas un titre\n- Bonjour !\n1990. Une année\n*tres* _fort_ `x` <script>alert(1)</script> <Lea>\n\n\n"
    "$a$ et $$b$$ \\(c\\) {{ d }} &amp; @@0@@ ~~~ [un](lien) ![i](x) « Éléphant » l'été 👧🏽\n    quatre espaces\n</div>"
)
BEGUN = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def version_of(plain: str, number: int = 1) -> Version:
    frozen = freeze(build(plain.split("\n"), client_id=7))
    at = BEGUN + timedelta(days=number, microseconds=1)
    return Version(f"v{number}", "t1", number, frozen.document, frozen.plain, frozen.ydoc, frozen.state_vector, at)


def mark_on(
    version: Version, words: str, family: str = "verb", *, type: str | None = None, comment: str = ""
) -> Annotation:
    start = version.plain.index(words)
    anchor = anchor_at(version.plain, start, start + len(words), ("AQ==", "Ag=="))
    return Annotation(f"a-{start}-{family}", version.id, family, anchor, "maitresse", BEGUN, type, comment)


def three_rounds() -> tuple[Round, ...]:
    first = version_of("Le chat mange les souri.\nIl est content")
    second = version_of("Le chat mange les souris.\nIl est content", 2)
    support = Support(HelpLevel.HINT, ("verb", "noun_group"), 3)
    marks = (mark_on(first, "souri", "noun_group", type="number", comment="Combien ?"),)
    when = BEGUN + timedelta(days=1, hours=2)
    return (
        Round(first, marks, "Regarde les accords.", support, when, "maitresse", Remark("Bravo", 7.5, 10.0)),
        Round(second, (mark_on(second, "content", "sentence"),), handed_back_at=when, handed_back_by="maitresse"),
        Round(version_of(BITING, 3)),
    )
