"""What the doctor says in French: one sentence a finding, with what to do when something is wrong."""

from __future__ import annotations

WELL, NOT_WELL = "ça va   ", "à voir  "
ALL_WELL = "Tout va bien."
SOME_WRONG = "{count} point(s) à voir."

UNDOABLE = "{subject} : cela n'a pas pu être vérifié ({reason}). Si cela dure, reprenez la dernière sauvegarde (ecritoire restore)."

CLASS_OPEN = "La classe est ouverte : {address}"
CLASS_CLOSED = "La classe est fermée."
SERVICE_SILENT = "La classe est ouverte ({address}) mais son service ne répond pas : lisez log/service.log dans {home}, puis fermez et rouvrez la classe."

STORE = "La base"
NO_STORE = "Il n'y a pas encore de données ici ({home}). Est-ce le bon dossier (CLASSROOM_HOME, ou classroom.toml) ?"
STORE_ANSWERS = "La base répond ({kind})."
STORE_WHOLE = "La base est entière."
STORE_DAMAGED = (
    "La base est abimée ({count} défauts). Fermez la classe, gardez le dossier tel quel, "
    "et reprenez la dernière sauvegarde (ecritoire restore --force)."
)
LINKS_BROKEN = "La base a {count} lignes qui renvoient à rien ({tables}). Faites une sauvegarde, et demandez de l'aide."
REVISION_OK = "Les tables sont celles de cette version ({revision})."
REVISION_OLD = (
    "Les tables sont celles d'une version plus ancienne ({revision}). Fermez la classe, puis : ecritoire upgrade"
)
REVISION_NEW = "Les tables sont celles d'une version plus récente ({revision}) : mettez Écritoire à jour."

TEXTS = "Les textes"
TEXTS_WHOLE = "{count} textes : chacun se recompose, et contient ses {versions} dépôts."
TEXT_BROKEN = "Le texte {text} ne se recompose pas. Ne l'ouvrez plus ; il est peut-être entier dans une sauvegarde (ecritoire restore, sur une autre machine)."
VERSION_LOST = (
    "Le texte {text} ne contient plus son dépôt n° {number}. Le dépôt lui-même est gardé ; demandez de l'aide."
)
VERSION_BROKEN = (
    "Le dépôt n° {number} du texte {text} n'est plus lisible ; il est peut-être entier dans une sauvegarde."
)

CLOCK = "L'horloge"
CLOCK_OK = "L'horloge de la machine est plausible ({now})."
CLOCK_ABSURD = "L'horloge de la machine dit {now} : remettez-la à l'heure."
CLOCK_BEHIND = (
    "L'horloge de la machine ({now}) est avant la dernière écriture de la classe ({last}) : remettez-la à l'heure."
)

DISK = "Le disque"
DISK_OK = "Il reste {free} Mo sur le disque de {folder}."
DISK_LOW = "Il ne reste que {free} Mo sur le disque de {folder} : faites de la place, sinon rien ne pourra plus être enregistré."

BACKUPS = "Les sauvegardes"
BACKUP_OK = "La dernière sauvegarde est du {made_at} ({path}), et elle est lisible."
NO_BACKUP = "Il n'y a encore aucune sauvegarde dans {folder}. Faites-en une : ecritoire backup --daily"
NO_BACKUP_FOLDER = "Le dossier des sauvegardes {folder} n'est pas là (une clé USB débranchée ?)."
BACKUP_OLD = "La dernière sauvegarde est du {made_at} ; on a écrit depuis, jusqu'au {last}. Faites-en une : ecritoire backup --daily"
BACKUP_OFF = "La sauvegarde de chaque jour est éteinte (daily_backup)."

KEYS = "Les clés"
KEYS_OK = "Les clés et les données ne sont lisibles que par leur propriétaire."
KEYS_OPEN = "{path} est lisible par d'autres comptes de la machine : chmod {mode} {path}"

COPY = "La copie continue"
COPY_OK = "La copie continue suit la base ({target})."
COPY_ELSEWHERE = "La copie continue va vers {target} ; log/copy.log, dans {home}, dit si elle a eu des ennuis."
COPY_NOT_INSTALLED = "La copie continue est demandée, mais Litestream n'est pas installé : {command}"
COPY_NOT_SQLITE = (
    "La copie continue est pour SQLite ; pour PostgreSQL, utilisez la sienne (réplication, ou ecritoire backup)."
)
COPY_LATE = (
    "La copie continue vers {target} est en retard : sa dernière écriture est du {copied}, celle de la classe du {last}. "
    "Lisez log/copy.log dans {home}."
)
COPY_EMPTY = (
    "La copie continue vers {target} n'a encore rien écrit : ouvrez la classe, puis lisez log/copy.log dans {home}."
)
