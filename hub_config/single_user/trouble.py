"""What a pupil reads when his server cannot give him his page: a sentence, and the way back to his notebook."""

from __future__ import annotations

from typing import Any

from jupyterhub.singleuser.extension import JupyterHubOAuthCallbackHandler
from tornado.web import HTTPError, RequestHandler


def with_our_page(settings: dict[str, Any]) -> dict[str, Any]:
    """Tornado's settings: `error.html` of our Voilà template is for all that this server answers, not for Voilà's part alone."""
    return {**settings, "jinja2_env": settings["voila_jinja2_env"]}


class OurPage(RequestHandler):
    """Answers every error with the sentence and the way back."""

    def write_error(self, *_: Any, **__: Any) -> None:
        page = self.settings["jinja2_env"].get_template("error.html")
        self.finish(page.render(base_url=self.settings["base_url"]))


class Callback(OurPage, JupyterHubOAuthCallbackHandler):  # type: ignore[misc]
    """The last step of a sign-in. A hub that dies just then leaves an address that never works again: the pupil is led to begin anew."""


class NoSuchPage(OurPage):
    """Where Voilà sends an address that it does not know: to its files, which refuse in English since none is on their list."""

    def prepare(self) -> None:
        raise HTTPError(404)
