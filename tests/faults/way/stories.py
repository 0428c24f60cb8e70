"""Invented stories as children type them: accents, returns, slips put right at once, words added in the middle afterwards."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.faults.way.sheet import PASTE, SUGGESTION

WHO = (
    "Le dragon", "Ma grand-mère", "Un pirate", "La sorcière du marché", "Zoé", "Le chat de Noël", "Mon frère",
    "Une fée enrhumée", "Le maitre", "L'ogre végétarien", "Maïa", "Le garçon aux lacets défaits",
)  # fmt: skip
DOES = (
    "a trouvé", "cherchait", "mangea", "voulait", "rêvait d'", "a caché", "s'est moqué d'", "préférait", "dessinait",
    "a peur d'", "s'approcha d'",
)  # fmt: skip
WHAT = (
    "une clé rouillée", "un œuf bleu", "une forêt enchantée", "un gâteau à la crème", "un cœur en chocolat",
    "une étoile tombée", "un château hanté", "une ile déserte", "un vélo volant", "un nuage de poche",
)  # fmt: skip
WHERE = (
    "dans le grenier", "près de l'école", "au fond du jardin", "là-bas, derrière la gare", "à minuit pile",
    "pendant la récré", "sous le lit", "où personne n'allait", "le jour de la fête",
)  # fmt: skip
AFTER = (
    "Soudain, il y eut un bruit.", "« Qui est là ? » cria-t-il.", "Il faisait très froid…", "Personne ne répondit !",
    "– Je ne sais pas, dit-elle.", "Ça sentait la crêpe.", "Et puis plus rien.", "J'ai couru jusqu'à la maison.",
)  # fmt: skip
ADDED = ("très ", "vieux ", "petit ", "même ", "encore ", "déjà ")
SLIPS = "azertyéèuiopqsdfghjklmwxcvbn"


@dataclass(frozen=True, slots=True)
class Story:
    """The keys of a story, in order, as Playwright names them."""

    keys: tuple[str, ...]


def tell(chance: random.Random, letters: int) -> Story:
    """A story of about so many letters; the same chance tells the same story."""
    keys: list[str] = []
    while len(keys) < letters:
        keys += _sentence(chance)
        if chance.random() < 0.35:
            keys += _afterthought(chance, min(40, len(keys)))
    return Story(tuple(keys))


def _sentence(chance: random.Random) -> list[str]:
    long = " ".join(chance.choice(part) for part in (WHO, DOES, WHAT, WHERE)).replace("d' ", "d'") + "."
    words = chance.choice(AFTER) if chance.random() < 0.3 else long
    return [*_typed(chance, words), "Enter" if chance.random() < 0.25 else " "]


def _typed(chance: random.Random, words: str) -> list[str]:
    """Letter by letter, with now and then a slip that is seen one to three letters later; a few words come at once."""
    keys: list[str] = []
    for place, word in enumerate(words.split(" ")):
        keys += [" "] if place else []
        if chance.random() < 0.04:
            keys.append(chance.choice((PASTE, SUGGESTION)) + word)
        elif chance.random() < 0.12:
            wrong = chance.choices(SLIPS, k=chance.randint(1, 3))
            keys += [*wrong, *["Backspace"] * len(wrong), *word]
        else:
            keys += word
    return keys


def _afterthought(chance: random.Random, reach: int) -> list[str]:
    """The cursor goes back into what is written, something is added or taken away there, and the cursor returns to the end."""
    back = chance.randint(1, reach)
    kind = chance.random()
    if kind < 0.4:
        change = list(chance.choice(ADDED))
    elif kind < 0.6:
        change = ["Backspace"] * chance.randint(1, 4)
    elif kind < 0.8:
        change = ["Delete"] * chance.randint(1, 3)
    else:
        change = [chance.choice("éàçùîŒ!"), "ArrowRight", "Backspace", "Enter", "Backspace"]
    if chance.random() < 0.15:
        return ["Control+Home", *change, "Control+End"]
    return [*["ArrowLeft"] * back, *change, "Control+End"]
