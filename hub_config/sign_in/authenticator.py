"""Who comes in: the hub asks the class service, and puts teachers and pupils in their groups."""

from __future__ import annotations

import time
from typing import Any

from jupyterhub.auth import Authenticator
from traitlets import Unicode

from hub_config import bundles
from hub_config.sign_in.doors import door_of
from hub_config.sign_in.handlers import ClassLoginHandler, ClassroomsHandler, PageFilesHandler, SecondDoorHandler
from hub_config.sign_in.service import ClassService, Refused

GROUPS = {"teacher": "teachers", "pupil": "pupils"}


class ClassAuthenticator(Authenticator):  # type: ignore[misc]
    """JupyterHub's authenticator for a class. It holds no secret of a person: the class service checks them and counts the tries."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.first_pages: dict[str, dict[str, Any]] = {}
        """What the service said, and when, of the page of a pupil who comes in: until his server is told."""

    service_url = Unicode(help="The class service, as http://host:port/services/classroom.").tag(config=True)
    service_token = Unicode(help="The hub's token for the service's sign-in routes.").tag(config=True)

    @property
    def service(self) -> ClassService:
        return ClassService(self.service_url, self.service_token)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any] | None:
        """The person and the group, None for a door that we do not have; Refused when the service says no."""
        door = door_of(data)
        if door is None:
            return None
        person = await self.service.check(door.route, door.credentials(data))
        if person.get("role") not in GROUPS:
            raise Refused(403, {"code": "not_allowed"})
        if page := person.get("page"):
            self.first_pages[person["username"]] = page | {"said": time.time()}
        return {"name": person["username"], "groups": [GROUPS[person["role"]]]}

    def get_handlers(self, app: Any) -> list[tuple[Any, ...]]:
        return [
            (r"/login", ClassLoginHandler),
            (r"/classrooms", ClassroomsHandler),
            (r"/door", SecondDoorHandler),
            (r"/class/(.*)", PageFilesHandler, {"path": str(bundles.PAGE_FILES)}),
        ]
