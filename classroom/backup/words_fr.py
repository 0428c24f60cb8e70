"""What copies of the class say in French."""

from __future__ import annotations

README = """Ceci est une sauvegarde d'Écritoire : toute la classe, ses textes, ses images, ses clés.
Elle est privée : gardez-la comme le cahier d'appel, et ne l'envoyez à personne.
Pour la reprendre sur une machine, classe fermée : ecritoire restore CE_FICHIER
"""

NOTHING_TO_KEEP = "Il n'y a pas encore de classe ici : rien à sauvegarder."
ALREADY_THERE = "« {path} » existe déjà : choisissez un autre nom, rien n'est écrasé."
NO_FOLDER = "Le dossier « {folder} » n'est pas là (une clé USB débranchée ?)."
NO_ROOM = (
    "Le disque de « {folder} » est presque plein : il reste {free} Mo, la sauvegarde en demande {needed}. "
    "Faites de la place ; aucune ancienne sauvegarde n'est effacée."
)
NOT_WRITTEN = "La sauvegarde n'a pas pu être écrite dans « {folder} » ({reason}). Rien n'est changé."
NOT_READ_BACK = (
    "La sauvegarde relue n'est pas celle qui a été écrite : le disque de « {folder} » est peut-être abimé. "
    "Elle n'est pas gardée ; essayez un autre disque."
)

NO_FILE = "Le fichier « {path} » ne peut pas être lu ({reason})."
FOREIGN = "« {path} » n'est pas une sauvegarde d'Écritoire. Rien n'est changé."
DAMAGED = "La sauvegarde « {path} » est abimée ou coupée ({where}). Rien n'est changé ; essayez une autre sauvegarde."
NEWER = "La sauvegarde « {path} » vient d'une version plus récente d'Écritoire ({version}). Mettez d'abord Écritoire à jour. Rien n'est changé."

NOT_EMPTY = "Il y a déjà une classe ici. Pour la remplacer : ecritoire restore --force (elle sera d'abord sauvegardée)."
TAKEN_OVER_BY_NEWER = "Les données qui sont ici viennent d'une version plus récente d'Écritoire. Mettez d'abord Écritoire à jour. Rien n'est changé."
DAMAGED_HERE = "Les données qui sont ici sont abimées. Pour les remplacer : ecritoire restore --force (elles seront gardées à côté)."
IN_USE = "La classe est ouverte sur ces données : fermez-la d'abord (Ctrl-C dans sa fenêtre). Rien n'est changé."
DIFFERENT = "{count} textes ne sont pas revenus comme ils étaient : rien n'est changé. Essayez une autre sauvegarde."
UNREADABLE = (
    "Les données qui sont ici ne peuvent pas être lues, donc pas sauvegardées non plus ({reason}). Rien n'est changé."
)

UPGRADE_FAILED = (
    "La mise à jour des données n'a pas marché ({reason}) : rien n'est changé, l'ancienne version d'Écritoire marche toujours. "
    "La sauvegarde d'avant est {path}."
)
