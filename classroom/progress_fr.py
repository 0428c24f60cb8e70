"""What the pages of progress say in French."""

from __future__ import annotations

import unicodedata

NOT_ENOUGH = "trop peu de marques pour un pourcentage"
NOTHING_YET = "Rien à montrer pour le moment : les graphiques viennent quand des textes ont été rendus."
SEE_FIGURES = "Voir les nombres"

STAGES = {
    "writing": "en cours d'écriture",
    "submitted": "déposé",
    "reading": "en relecture",
    "handed_back": "rendu, pas encore repris",
    "revising": "en correction",
    "accepted": "accepté",
    "layout": "en mise en page",
    "published": "publié",
}

NOT_BEGUN = "pas commencé"

HELP_LEVELS = {
    "0": "Nombre de marques par ligne",
    "1": "Endroit seul",
    "2": "Endroit et couleur",
    "3": "Avec un indice",
    "4": "Forme donnée",
}

CLASS_TITLE = "Où en est la classe"
LINKS = {"teacher.ipynb": "La pile", "class_progress.ipynb": "La classe", "pupil_progress.ipynb": "Un élève"}
DRAWING = "Les graphiques se dessinent…"
CHOOSE_PUPIL = "Élève"
NOBODY = "Il n'y a pas encore d'élève dans cette classe."

FIRST = "À faire d'abord"
WAITING = "Qui attend un retour"
NOBODY_WAITS = "Personne n'attend : tous les textes déposés sont rendus."
GROUPS = "Groupes de besoin"
GROUPS_NOTE = (
    "Élèves à qui il reste au moins {least} marques de la même famille à reprendre : une leçon commune peut suffire."
)
NO_GROUP = "Aucune famille ne réunit deux élèves pour l'instant."

ROUNDS = "Marques posées à chaque jet"
ROUNDS_NOTE = "Pour 100 mots relus. Vous choisissez ce que vous marquez : moins de marques ne veut pas toujours dire moins d'erreurs."
AUTONOMY = "Corrigé seul au jet suivant"
AUTONOMY_NOTE = (
    "Part des marques corrigées dès le jet suivant, d'après l'élève puis d'après vous. Un mot effacé ne compte pas. "
    "Sous {few} marques, aucun pourcentage."
)
HELP = "Selon l'aide donnée"
RESIDUAL = "Ce qui résiste"
RESIDUAL_NOTE = "Marques encore fausses deux jets plus tard."
HEAT = "Familles et élèves"
HEAT_NOTE = "Marques pour 100 mots dans les premiers jets, par élève, dans l'ordre des prénoms. Une case vide : rien n'a encore été relu."
DELAYS = "Vos retours"
DELAYS_NOTE = (
    "Du dépôt au retour : {median} jours en général (la moitié des textes), {longest} au plus long. {count} retours."
)

PUPIL_TEXTS = "Ses textes"
PUPIL_LEFT = "Ce qui lui reste à reprendre"
PUPIL_NOTHING_LEFT = "Rien à reprendre pour l'instant."
PUPIL_ROUNDS_NOTE = (
    "Pour 100 mots, tous textes ensemble. Avec peu de textes, un jet de plus change tout : regardez les nombres."
)

COLUMNS = {
    "family": "Famille",
    "number": "Jet",
    "marks": "Marques",
    "words": "Mots",
    "per_100": "Pour 100 mots",
    "fixed": "Corrigées",
    "left": "Restent",
    "orphans": "Mots effacés",
    "rate": "Part",
    "help_level": "Aide",
    "pupil": "Élève",
    "assignment": "Projet",
    "stage": "Étape",
    "versions": "Jets",
    "days": "Jours",
}


def in_order(name: str) -> str:
    """What to sort a name by: « Léa » comes before « Louise »."""
    return unicodedata.normalize("NFKD", name).casefold()


def draft(number: int) -> str:
    """« 1er jet », « 2e jet »…"""
    return "1er jet" if number == 1 else f"{number}e jet"


def days(count: float) -> str:
    """How long somebody has waited, in words."""
    whole = int(count)
    if whole == 0:
        return "depuis moins d'un jour"
    return "depuis 1 jour" if whole == 1 else f"depuis {whole} jours"


def number(value: float, digits: int = 1) -> str:
    """A number with a French comma; nothing when there is none."""
    return "" if value != value else f"{value:.{digits}f}".replace(".", ",")


def percent(rate: float) -> str:
    """« 80 % », or nothing when there is no rate."""
    return "" if rate != rate else f"{100 * rate:.0f}\u202f%"
