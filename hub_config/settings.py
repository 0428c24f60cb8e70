"""What a school may set: its address, where its data lives, when an idle pupil's server sleeps.

A setting has a default, a sentence, and two places where it can be written: `classroom.toml`, and the variable CLASSROOM_<NAME>,
which wins. A name that is not in the list is refused, with the nearest one that is.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

PREFIX = "CLASSROOM_"
FILE = "classroom.toml"
CHECKOUT = Path(__file__).resolve().parent.parent

GIVEN_TO_PARTS = frozenset({"secrets_dir", "service_prefix", "service_host", "hub_api_url", "hub_token", "service_url"})
"""Variables that we set ourselves for the parts of the class (`start/parts.py`): no settings, and no mistakes either."""


class BadSettings(Exception):
    """A setting that cannot be used; the message is one sentence in French for whoever installs."""


def in_checkout() -> bool:
    """True in a copy of the project, False where it was installed from a wheel."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "jupyterhub_config.py").is_file()


def default_home() -> Path:
    return CHECKOUT / ".var" if in_checkout() else Path.home() / ".local" / "share" / "ecritoire"


def setting(default: Any, sentence: str) -> Any:
    """A field of School, with the sentence that explains it (French: the person who installs reads it)."""
    make = {"default_factory": default} if callable(default) else {"default": default}
    return field(**make, metadata={"sentence": sentence})


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """All that can be set. Ports from 1 to 65535, times in minutes or seconds as the name says."""

    home: Path = setting(default_home, "Le dossier des données de la classe.")
    host: str = setting(
        "127.0.0.1", "L'adresse où la classe écoute ; 0.0.0.0 pour que les tablettes du réseau la trouvent."
    )
    port: int = setting(8000, "Le port de cette adresse.")
    public_address: str = setting(
        "", "L'adresse que tapent les tablettes, si elle n'est pas celle d'écoute (https://…)."
    )
    public_origins: str = setting(
        "", "Les origines acceptées pour la saisie, séparées par des virgules ; vide : l'adresse de la page."
    )
    database_url: str = setting("", "La base des textes ; vide : SQLite dans le dossier des données.")
    gradebook_url: str = setting(
        "", "Le carnet de notes de nbgrader ; vide : un fichier dans le dossier de l'enseignant."
    )
    idle_minutes: int = setting(
        30, "Après combien de minutes sans activité s'endort le serveur d'une personne qui le tient encore ouvert."
    )
    quiet_seconds: int = setting(
        60,
        "Après combien de secondes de calme le serveur d'un élève s'arrête ; sa page reste, et il continue d'écrire.",
    )
    start_seconds: int = setting(180, "Combien de secondes un cahier peut mettre à s'ouvrir.")
    daily_backup: bool = setting(True, "Une sauvegarde pour chaque jour où la classe est ouverte (true ou false).")
    backup_folder: str = setting(
        "", "Où vont les sauvegardes, par exemple sur une clé USB ; vide : « backups » dans le dossier des données."
    )
    continuous_copy: str = setting(
        "",
        "Où Litestream copie la base à chaque instant : un dossier, ou une adresse (s3://…, sftp://…) ; vide : nulle part.",
    )
    proxy_api_port: int = setting(8001, "Le port intérieur de la porte d'entrée (proxy).")
    hub_port: int = setting(8081, "Le port intérieur de l'accueil (JupyterHub).")
    service_port: int = setting(8082, "Le port intérieur du service de la classe.")

    @property
    def address(self) -> str:
        """Where a browser finds the class, without a final slash."""
        host = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host
        return (self.public_address or f"http://{host}:{self.port}").rstrip("/")

    @property
    def store(self) -> str:
        """The URL of the store."""
        return self.database_url or f"sqlite:///{self.home / 'classroom.sqlite'}"

    @property
    def secrets(self) -> Path:
        return self.home / "secrets"

    @property
    def backups(self) -> Path:
        """Where copies of the class go."""
        return Path(self.backup_folder).expanduser().absolute() if self.backup_folder else self.home / "backups"

    @property
    def service_url(self) -> str:
        """The class service as its neighbours on this machine call it."""
        return f"http://127.0.0.1:{self.service_port}/services/classroom"

    def secret(self, name: str) -> str:
        """A secret that the start has made; FileNotFoundError before the first start."""
        return (self.secrets / name).read_text(encoding="utf-8").strip()

    def as_environment(self) -> dict[str, str]:
        """The same settings as variables, for the processes that read them again."""
        return {PREFIX + f.name.upper(): str(getattr(self, f.name)) for f in fields(self)}


def load(environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> School:
    """The settings of `classroom.toml` in `folder` (the current one), then those of the variables. BadSettings when one cannot be used."""
    written = read_file((folder or Path.cwd()) / FILE) | read_variables(environ)
    return check(replace(School(), **{name: convert(name, value) for name, value in written.items()}))


def read_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"Le fichier {path} n'est pas lisible : {error}.") from error
    for name in found:
        refuse_unknown(name, f"dans {path}", name)
    return found


def read_variables(environ: Mapping[str, str]) -> dict[str, Any]:
    found = {name.removeprefix(PREFIX).lower(): value for name, value in environ.items() if name.startswith(PREFIX)}
    settings = {name: value for name, value in found.items() if name not in GIVEN_TO_PARTS}
    for name in settings:
        refuse_unknown(name, "parmi les variables", PREFIX + name.upper())
    return settings


def refuse_unknown(name: str, where: str, shown: str) -> None:
    known = [f.name for f in fields(School)]
    if name in known:
        return
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f" Vouliez-vous dire « {near[0]} » ?" if near else f" Réglages connus : {', '.join(known)}."
    raise BadSettings(f"Réglage inconnu {where} : « {shown} ».{hint}")


def convert(name: str, value: Any) -> Any:
    """The value in the type of its field: a file gives numbers, a variable gives words."""
    wanted = type(getattr(School(), name))
    if issubclass(wanted, Path):
        return Path(str(value)).expanduser().absolute()
    if wanted is bool:
        return truth(name, value)
    if wanted is int and not str(value).strip().lstrip("-").isdigit():
        raise BadSettings(f"Le réglage « {name} » attend un nombre entier, pas « {value} ».")
    return wanted(value)


def truth(name: str, value: Any) -> bool:
    words = {"true": True, "oui": True, "1": True, "false": False, "non": False, "0": False}
    if (said := str(value).strip().lower()) not in words:
        raise BadSettings(f"Le réglage « {name} » attend true ou false, pas « {value} ».")
    return words[said]


def check(school: School) -> School:
    for name in ("port", "proxy_api_port", "hub_port", "service_port"):
        if not 1 <= getattr(school, name) <= 65535:
            raise BadSettings(
                f"Le réglage « {name} » attend un port entre 1 et 65535, pas « {getattr(school, name)} »."
            )
    for name in ("idle_minutes", "quiet_seconds", "start_seconds"):
        if getattr(school, name) < 1:
            raise BadSettings(f"Le réglage « {name} » attend au moins 1, pas « {getattr(school, name)} ».")
    return school
