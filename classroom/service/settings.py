"""What the class service needs to know to start, read from the environment that the hub's configuration sets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServiceSettings:
    """Where the data is, where the hub is, and where the service listens."""

    database_url: str
    """SQLAlchemy URL of the store (CLASSROOM_DATABASE_URL)."""
    secrets_dir: Path
    """Directory of the signing key (CLASSROOM_SECRETS_DIR)."""
    prefix: str = "/services/classroom/"
    """Path under which the proxy sends requests here (CLASSROOM_SERVICE_PREFIX)."""
    host: str = "127.0.0.1"
    port: int = 8010
    hub_api_url: str = "http://127.0.0.1:8081/hub/api"
    hub_token: str = ""
    """The token that the hub shows when somebody comes in (CLASSROOM_HUB_TOKEN). Empty: nobody is the hub."""
    backup_folder: str = ""
    """Where the class is copied before its tables change (CLASSROOM_BACKUP_FOLDER). Empty: `backups`, beside the secrets."""
    public_origins: tuple[str, ...] = ()
    """Origins that may open the sync socket (CLASSROOM_PUBLIC_ORIGINS, commas). Empty: the host that was asked."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ServiceSettings:
        """The settings of this process. KeyError names the variable that is missing."""
        get = environment.get
        return cls(
            database_url=environment["CLASSROOM_DATABASE_URL"],
            secrets_dir=Path(environment["CLASSROOM_SECRETS_DIR"]),
            prefix=get("CLASSROOM_SERVICE_PREFIX", cls.prefix),
            host=get("CLASSROOM_SERVICE_HOST", cls.host),
            port=int(get("CLASSROOM_SERVICE_PORT", cls.port)),
            hub_api_url=get("CLASSROOM_HUB_API_URL", cls.hub_api_url),
            hub_token=get("CLASSROOM_HUB_TOKEN", cls.hub_token),
            backup_folder=get("CLASSROOM_BACKUP_FOLDER", cls.backup_folder),
            public_origins=tuple(origin for origin in get("CLASSROOM_PUBLIC_ORIGINS", "").split(",") if origin),
        )

    @property
    def home(self) -> Path:
        """The folder of the class's data, where the secrets are."""
        return self.secrets_dir.absolute().parent

    @property
    def backups(self) -> Path:
        return Path(self.backup_folder).expanduser().absolute() if self.backup_folder else self.home / "backups"
