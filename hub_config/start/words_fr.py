"""All that the start says to whoever installs, in one place."""

from __future__ import annotations

OLD_PYTHON = "Écritoire a besoin de Python 3.11 ou plus ; celui-ci est {found}."
BUSY_PORT = (
    "Le port {port} est déjà pris par un autre programme. Choisissez-en un autre : CLASSROOM_PORT={other} scripts/start"
)
BAD_HOST = (
    "L'adresse « {host} » n'est pas une adresse de cette machine. Choisissez 127.0.0.1, ou 0.0.0.0 pour tout le réseau."
)
RUNNING = "La classe est déjà ouverte : {address} (dossier {home})."
FULL_DISK = "Le disque est plein : il reste {free} Mo dans {home}, il en faut {needed}."
NO_FOLDER = "Le dossier {home} ne peut pas être utilisé : {reason}."
NO_BUNDLE = "Il manque un morceau construit ({path}). Lancez scripts/start, qui le construit, ou réinstallez Écritoire."
FAILED_STEP = "{step} : cela n'a pas marché. {reason}"
FELL = "Une partie de la classe n'a pas démarré. Le journal est dans {log}."

STEP_FOLDER = "Je prépare le dossier {home}"
STEP_STORE = "Je prépare la base des textes"
STEP_FIRST = "Je prépare la base des textes et la classe de démonstration"
STEP_START = "J'ouvre la classe"
DONE = "c'est fait"

READY = """
  La classe est ouverte.

    Adresse          {address}
{teacher}{pupils}
    Pour fermer      Ctrl-C dans cette fenêtre (ou un signal TERM au processus {pid})
    Données          {home}
"""
TEACHER = """    Enseignant·e     {name}
    Mot de passe     {password}   (à changer à la première visite)
"""
PUPILS = """    Élèves           leur prénom, puis trois images : la liste est dans {path}
"""
TABLETS = "  Pour les tablettes : {address}"
NO_COPY = "  Attention, la sauvegarde du jour n'est pas faite. {reason}"
NO_CONTINUOUS_COPY = "  Attention, la copie continue ne se fait pas : « ecritoire doctor » dit pourquoi et que faire. La classe marche sans elle."
CLOSING = "Je ferme la classe…"
CLOSED = "La classe est fermée. Tous les textes sont gardés."
