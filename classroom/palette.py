"""The colour code of a class: six families of errors and Bravo, each with its letter, its underline, its colour and the tool it offers.

Colour, letter and shape say the same thing, so that nobody needs to see colours. This is the default; a class stores its own as data.
The families follow Catach's typology as schools use it, and the rule of Bléry's "code de correction pour ENT" that each mark names its tool.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorType:
    """A fine type, for the teacher and the figures; pupils see families only."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ErrorFamily:
    """A family as pupils see it.

    `shape` is one of wavy, double, box, solid, dotted, bar, star (how the highlight is underlined). `colour` is the highlight's
    background and `ink` the text and underline colour on it (contrast at least 4.5:1). `hint` is what the pupil reads first, `tool` the
    name of the help that the family offers. `key` is the teacher's keyboard key.
    """

    code: str
    letter: str
    label: str
    shape: str
    colour: str
    ink: str
    hint: str
    tool: str
    key: str
    types: tuple[ErrorType, ...]
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Palette:
    families: tuple[ErrorFamily, ...]

    def family(self, code: str) -> ErrorFamily:
        """The family of this code; KeyError when the palette has none."""
        for family in self.families:
            if family.code == code:
                return family
        raise KeyError(code)

    def has(self, family: str, type_: str | None = None) -> bool:
        """Whether the palette has this family and, if given, this fine type in it."""
        found = next((f for f in self.families if f.code == family), None)
        return found is not None and (type_ is None or any(t.code == type_ for t in found.types))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def _types(**labels: str) -> tuple[ErrorType, ...]:
    return tuple(ErrorType(code, label) for code, label in labels.items())


DEFAULT = Palette(
    families=(
        ErrorFamily(
            code="word", letter="D", label="Mot", shape="wavy", colour="#ffe1a8", ink="#6b4300", key="1",
            hint="Comment s'écrit ce mot ?",
            tool="Cherche-le dans le dictionnaire ou dans ton carnet de mots.",
            types=_types(
                spelling="orthographe du mot", accent="accent ou cédille", segmentation="mots mal séparés, apostrophe"
            ),
        ),
        ErrorFamily(
            code="homophone", letter="H", label="Homophone", shape="double", colour="#e5d4ff", ink="#4a1f8f", key="2",
            hint="Deux mots se prononcent pareil : lequel veux-tu ?",
            tool="Remplace-le par un autre mot : « avait » pour « a », « et puis » pour « et »…",
            types=_types(grammatical="homophone grammatical (a/à, et/est…)", lexical="homophone de sens (vers/vert…)"),
        ),
        ErrorFamily(
            code="noun_group", letter="A", label="Groupe nominal", shape="box", colour="#c9f0d0", ink="#0b5a26", key="3",
            hint="Avec quel nom ce mot s'accorde-t-il ?",
            tool="Trouve le nom, puis suis la chaine : masculin ou féminin ? un ou plusieurs ?",
            types=_types(gender="accord en genre", number="accord en nombre"),
        ),
        ErrorFamily(
            code="verb", letter="V", label="Verbe", shape="solid", colour="#cde4ff", ink="#0b3f86", key="4",
            hint="Qui est-ce qui fait l'action ? À quel temps ?",
            tool="Demande « qui est-ce qui… ? », puis regarde le tableau de conjugaison.",
            types=_types(
                agreement="accord sujet-verbe", ending="terminaison (é / er / ait)", tense="temps du verbe"
            ),
        ),
        ErrorFamily(
            code="sentence", letter="P", label="Phrase", shape="dotted", colour="#ffd3d9", ink="#8a1237", key="5",
            hint="Quelque chose manque ou gêne dans cette phrase.",
            tool="Lis-la à voix haute : où t'arrêtes-tu ? manque-t-il un mot ?",
            types=_types(
                capital="majuscule", punctuation="ponctuation", missing_word="mot manquant", syntax="construction"
            ),
        ),
        ErrorFamily(
            code="text", letter="T", label="Texte", shape="bar", colour="#d9e6e8", ink="#234a52", key="6",
            hint="Que veux-tu dire ici ?",
            tool="Dis-le autrement, à voix haute d'abord, puis écris-le.",
            types=_types(vocabulary="répétition, vocabulaire", meaning="sens, cohérence"),
        ),
        ErrorFamily(
            code="bravo", letter="★", label="Bravo", shape="star", colour="#fff3b0", ink="#5e4b00", key="7",
            hint="Bravo !", tool="", positive=True,
            types=_types(nice_word="joli mot", nice_sentence="belle phrase", well_fixed="correction réussie"),
        ),
    )
)  # fmt: skip


def from_json(data: dict[str, Any]) -> Palette:
    """A palette from what `Palette.to_json` gave. KeyError or TypeError when the data is not a palette."""
    return Palette(
        tuple(
            ErrorFamily(**{**family, "types": tuple(ErrorType(**t) for t in family["types"])})
            for family in data["families"]
        )
    )
