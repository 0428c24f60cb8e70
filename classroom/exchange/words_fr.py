"""What people read in nbgrader's messages and notebooks (teachers, helpers) and in feedback pages (pupils)."""

STUB = "Écris ton texte ici."

NOT_OURS = "Ce cahier n'est pas un texte déposé dans Écritoire, ou il est abimé."
EMPTY = "Le cahier ne contient pas encore de texte."
NO_ANSWER_CELL = (
    "La cellule de réponse n'est plus dans ce cahier : récupérez le cahier d'origine (nbgrader fetch_assignment)."
)
NO_ANSWER = "Ce cahier n'a pas de cellule de réponse rédigée (« Manually graded answer » ou « Manually graded task »)."
MANY_ANSWERS = "Ce cahier a plusieurs cellules de réponse ; un projet d'écriture n'en a qu'une : {names}."
MANY_NOTEBOOKS = "Ce devoir a plusieurs cahiers ; un projet d'écriture n'en a qu'un : {names}."
NO_NOTEBOOK = "Ce devoir n'a pas de cahier (.ipynb) : {folder}."
BROKEN_NOTEBOOK = "Ce fichier n'est pas un cahier lisible : {file}."
NOT_GENERATED = (
    "Le devoir est dans « {source} » mais pas dans « {release} » : lancez d'abord « nbgrader generate_assignment »."
)
NOT_THERE = "Il n'y a pas de devoir de ce nom : {name}."
DID_YOU_MEAN = "Il n'y a pas de devoir de ce nom : {name}. Vouliez-vous dire « {near} » ?"
NO_COURSE = "Il manque la classe (CourseDirectory.course_id, ou --course)."
UNREACHABLE = "Le service de la classe ne répond pas. Rien n'est perdu : réessayez dans un moment."
ALREADY_FETCHED = "Ce devoir est déjà dans le dossier : {folder}."
NOT_AS_ANOTHER = "On ne dépose que son propre texte : « --student » n'est pas possible ici."
MISSING_NOTEBOOKS = "Il manque un cahier : {names}."
KEPT = "Un texte déposé ne s'efface pas : chaque version reste dans la classe."
OUTSIDE = "Ce chemin sort du dossier du devoir : {path}."
TOO_BIG = "Le devoir est trop lourd : {size} ko, {most} ko au plus."

ONLY_PUPILS = "Ce devoir n'est pas donné à la personne qui demande : seul un élève à qui il est donné dépose."
NOT_FETCHED = "Le devoir n'est pas dans ce dossier : {folder}. Récupérez-le d'abord (nbgrader fetch_assignment)."
EXTRA_NOTEBOOKS = "Ces cahiers ne font pas partie du devoir et ne sont pas déposés : {names}."
NOT_WAITING = "{pupil} : rien à rendre, son texte est déjà rendu ou il y travaille."
NOT_READ = "{pupil} : son texte n'est pas rendu, personne ne l'a encore relu (ni marque, ni commentaire, ni note)."
OLD_GRADEBOOK = "Le carnet de notes (gradebook) vient d'un ancien nbgrader : gardez-en une copie, puis lancez « nbgrader db upgrade »."
GRADED_ELSEWHERE = (
    "Le carnet de notes a déjà, pour « {name} », des notes ou des commentaires sur des copies qui ne viennent pas de cette classe"
    " ({pupils}). Rien n'est collecté. Gardez une copie de gradebook.db, puis lancez « nbgrader db assignment remove {name} --force »."
)
GRADEBOOK_BUSY = "Le carnet de notes (gradebook) n'est pas disponible : réessayez dans un moment."
NO_COURSE_HERE = (
    "Ce dossier n'est ni une classe d'Écritoire (ecritoire.jsonl)"
    " ni un cours de nbgrader (un dossier source ou release avec des devoirs) : {folder}."
)
NO_STUDENTS = "Ce cours de nbgrader n'a pas d'élèves : il manque gradebook.db (ou un dossier submitted avec leurs copies) dans {folder}."
NOT_CLEARED = (
    "Ses solutions ne peuvent pas être retirées : lancez d'abord « nbgrader generate_assignment » dans ce cours."
)

VERSION = "version {number}, déposée le {date}"
TEACHER_SAYS = "Ce que dit ton enseignant·e"
TO_LOOK_AT = "À regarder"
ON_THE_TEXT = "Dans le texte : {counts}."
SOMEWHERE = "Regarde bien ici."
NOTHING_MARKED = "Aucun endroit n'est surligné."
