"""What the class service says in French and that no error of `classroom.errors` says already."""

from __future__ import annotations

NO_SUCH_PAGE = "Cette page n'existe pas."

HTTP_CODES = {404: "not_found", 405: "no_such_method"}
"""Codes of what the web server itself refuses, by status."""

NO_VARIABLE = "La variable {name} manque : le service de la classe ne sait pas où sont ses données."
NO_STORE = "Les données de la classe ne peuvent pas être ouvertes ({detail})."

PICTURES = {
    "cat": "chat",
    "sun": "soleil",
    "tree": "arbre",
    "boat": "bateau",
    "star": "étoile",
    "house": "maison",
    "fish": "poisson",
    "flower": "fleur",
    "apple": "pomme",
    "moon": "lune",
    "bike": "vélo",
    "umbrella": "parapluie",
}
"""The twelve pictures of the class page: their code, and their name as the page says it."""

CLI = "Écritoire : la classe, depuis un terminal."
CLI_COMMAND = "commande"
CLI_COMMANDS = {
    "start": "ouvre la classe (le hub, le service et le reste) jusqu'à Ctrl-C",
    "upgrade": "met les données de la classe à jour pour cette version, après les avoir sauvegardées",
    "backup": "sauvegarde toute la classe dans un fichier, même pendant qu'elle travaille",
    "restore": "reprend une sauvegarde, classe fermée",
    "forget": "efface un élève qui s'en va, avec tout ce qu'il a écrit, classe fermée",
    "doctor": "regarde si tout va bien, et dit que faire sinon",
    "demo": "crée la classe de démonstration",
    "unlock": "rouvre la porte à un élève qui s'est trompé cinq fois d'images",
    "password": "donne un nouveau mot de passe à un enseignant, qui devra le changer",
    "export": "écrit une classe entière dans un dossier, que nbgrader peut aussi ouvrir",
    "import": "reprend une classe écrite par « export », ou en fonde une sur un cours de nbgrader",
    "openapi": "écrit la description de l'API du service",
}
CLI_DEMO_IF_EMPTY = "crée aussi la classe de démonstration s'il n'y a encore aucune classe"
CLI_NAME = "nom de la classe"
CLI_FOLDER = "dossier de la classe"
CLI_CLASSROOM = "une seule classe, par son identifiant"
NO_SUCH_CLASS = "Il n'y a pas de classe de cet identifiant. Il y a : {ids}."
EXPORTED = "{name} est écrite dans {folder}."
IMPORTED = "{name} est de retour. Donnez un mot de passe à l'enseignant (ecritoire password) et des images aux élèves."
IMPORTED_COURSE = (
    "{name} est fondée sur ce cours de nbgrader. Élèves : {pupils}. Projets d'écriture : {projects}. Textes déposés : {texts}.\n"
    "Donnez un mot de passe à l'enseignant (ecritoire password {teacher}) et des images aux élèves."
)
RENAMED = "{before} s'appelle ici {after}."
LEFT_OUT = "Pas repris : {name}. {reason}"
TEACHER = "Enseignant·e"
CLI_COURSE_NAME = "nom de la classe, pour un cours de nbgrader (sinon celui du dossier)"
CLI_TEACHER = "nom de l'enseignant, pour un cours de nbgrader"
CLI_FIRST_NAME = "PRÉNOM"
CLI_YES = "son prénom, pour confirmer"
FORGET_ASKS = (
    "{name} ({username}) et tout ce qui est à lui ou à elle seront effacés : {texts} textes, {versions} dépôts. "
    'C\'est pour toujours. Pour le faire : ecritoire forget {username} --yes "{name}"'
)
FORGOTTEN = "{name} est effacé(e), avec {texts} textes et {versions} dépôts."
FORGET_COPIES = (
    "Sauvegardes où il ou elle est encore : {count}, dans {folder}. Celles de chaque jour s'effacent d'elles-mêmes, en un an ; "
    "pour ne pas attendre, effacez-les toutes, puis : ecritoire backup --daily"
)
FORGET_CONTINUOUS = "La copie continue ({target}) garde les états d'avant un jour ou deux encore."
CLI_USERNAME = "identifiant"
UPGRADED = "Les données de la classe sont à jour."
CLI_BACKUP_FILE = "fichier à écrire, ou dossier où le mettre"
CLI_DAILY = "la sauvegarde du jour, dans le dossier des sauvegardes ; les anciennes y sont éclaircies"
CLI_RESTORE_FILE = "sauvegarde à reprendre"
CLI_FORCE = "remplace la classe qui est là, après l'avoir sauvegardée"
COPIED = "Sauvegarde du jour : {path}"
COPIED_TODAY = "La sauvegarde du jour est déjà faite."
COPIED_BY_HAND = "La classe est sauvegardée dans {path} : {texts} textes, relus et comparés. Gardez ce fichier à l'abri : il contient tout."
COPIED_BEFORE = "Sauvegarde de ce qui était là : {path}"
RESTORED = "La sauvegarde du {made_at} est reprise : {texts} textes sur {texts} sont revenus comme ils étaient."
DEMO_MADE = "{name} est prête. Enseignant : {teacher}, premier mot de passe : {password}"
UNLOCKED = "{name} peut de nouveau entrer."
NEW_PASSWORD = "Nouveau mot de passe : "
PASSWORD_SET = "Le mot de passe de {username} est changé ; il sera demandé d'en choisir un autre à l'entrée."
