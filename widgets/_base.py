"""What every widget of the class is: a few lines that load a bundle from the class service, and a ticket for its page.

The kernel lays out the page and says who is here; what a person does then goes from the page to the class service, not through here.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from classroom.client import Client
from classroom.errors import ClassroomError

STATIC = Path(__file__).parent / "static"
DEFAULT_PREFIX = "/services/classroom/"

log = logging.getLogger(__name__)

# The bundle is imported inside `render`: anywidget gives a module two seconds to load, and a school's Wi-Fi takes longer. While the
# class is away it is asked for again; under another address, because a browser remembers that an import failed.
_ESM = """
const soon = (tries) => new Promise((resolve) => setTimeout(resolve, Math.min(8, tries) * 1000));

async function untilItComes(load) {
  for (let tries = 0; ; ) {
    try {
      return await load(tries ? "?again=" + tries : "");
    } catch (error) {
      await soon(++tries);
    }
  }
}

const styled = (address) => new Promise((resolve, reject) => {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = address;
  style.onload = resolve;
  style.onerror = () => reject(style.remove());
  document.head.append(style);
});

export default {
  async render({ model, el }) {
    const at = (file) => new URL(model.get("service_url") + "static/" + file, location.href).href;
    const [{ default: bundle }] = await Promise.all([
      untilItComes((again) => import(at(model.get("_script")) + again)),
      untilItComes((again) => styled(at(model.get("_style")) + again)),
    ]);
    return bundle.render({ model, el });
  },
};
"""


class ClassroomWidget(anywidget.AnyWidget):
    """A screen of the class. `bundle` names the bundle in `static/manifest.json`, `screen` what to show of it.

    Without a ticket (no hub, no service) the page still opens, from what the tablet keeps, and asks again later.
    """

    _esm = _ESM
    bundle = ""
    screen = t.Unicode(help="Which screen of the bundle to show.").tag(sync=True)
    service_url = t.Unicode(help="Where the browser finds the class service.").tag(sync=True)
    person = t.Unicode(help="The username of whose page this is; empty when nobody says it.").tag(sync=True)
    ticket = t.Unicode(help="What the page shows at the door; good for five minutes.").tag(sync=True)
    _script = t.Unicode().tag(sync=True)
    _style = t.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        unknown = sorted(set(traits) - set(self.trait_names()))
        if unknown:
            raise TypeError(f"{type(self).__name__} does not know {', '.join(unknown)}")
        files = bundle_files(self.bundle)
        known = {
            "service_url": os.environ.get("CLASSROOM_SERVICE_PREFIX", DEFAULT_PREFIX),
            "person": os.environ.get("JUPYTERHUB_USER", ""),
            "ticket": os.environ.pop("CLASSROOM_TICKET", "") or ask_ticket(),
            "_script": files["js"],
            "_style": files["css"],
        }
        super().__init__(**{**known, **traits})
        self.on_msg(self._hear)

    def _hear(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        """The page asks for another ticket: after a long sleep, or when the class was away at first."""
        if content.get("k") == "ticket":
            self.ticket = ask_ticket()


def bundle_files(name: str) -> dict[str, str]:
    """The hashed file names of a bundle, `{"js": …, "css": …}`. FileNotFoundError says how to build it."""
    manifest = STATIC / "manifest.json"
    if not manifest.is_file():
        raise FileNotFoundError(f"{manifest} is missing: run `npm ci && node build.mjs` in {STATIC.parent}")
    files: dict[str, str] = json.loads(manifest.read_text())[name]
    return files


def ask_ticket() -> str:
    """A ticket for the person of this server; empty when the class is away or nobody said where it is. Never raises."""
    try:
        client = Client.from_environment()
    except KeyError as missing:
        log.warning("no ticket: %s is not set", missing.args[0])
        return ""
    try:
        return str(client.ticket()["ticket"])
    except ClassroomError as error:
        log.warning("no ticket: %s", error.code)
        return ""
    finally:
        client.close()
