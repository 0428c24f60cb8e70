"""Lays a pupil's page out once in the warm process, with no kernel and no pupil: what libraries make at a first page, children then have."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Coroutine
from typing import Any, ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from voila import notebook_renderer
from voila.configuration import VoilaConfiguration
from voila.exporter import VoilaExporter
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_template_paths

from hub_config.servers import NOTEBOOKS, PUPIL_NOTEBOOK, TEMPLATES
from hub_config.single_user.app import settings
from hub_config.single_user.head_first import HeadFirst


class Kept(BytecodeCache):
    """Compiled templates, by their source: a page's takes a tenth of a second and ten MB."""

    by_source: ClassVar[dict[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.by_source.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.by_source[bucket.key + bucket.checksum] = bucket.code


class KeepingExporter(VoilaExporter):  # type: ignore[misc]
    def _create_environment(self) -> Any:
        environment = super()._create_environment()
        environment.bytecode_cache = Kept()
        return environment


class KernellessRenderer(HeadFirst):
    """Every cell comes out as it went in."""

    generate_content_generator = NotebookRenderer.generate_content_generator

    async def _jinja_kernel_start(self, *_: Any, **__: Any) -> str:
        return "rehearsal"

    async def _jinja_cell_generator(self, nb: Any, kernel_id: str) -> AsyncIterator[Any]:
        for cell in nb.cells:
            yield cell


def rehearse() -> None:
    """After this, templates, notebook formats and filters are as they are after a first page."""
    notebook_renderer.VoilaExporter = KeepingExporter
    os.environ["JUPYTER_PATH"] = str(TEMPLATES)
    through(page())


async def page() -> str:
    config = settings()
    renderer = KernellessRenderer(
        notebook_path=PUPIL_NOTEBOOK,
        voila_configuration=VoilaConfiguration(config=config),
        traitlet_config=config,
        template_paths=collect_template_paths(["voila", "nbconvert"], config.VoilaConfiguration.template),
        contents_manager=LargeFileManager(root_dir=str(NOTEBOOKS)),
        kernel_spec_manager=KernelSpecManager(),
        base_url="/user/rehearsal/",
        page_config={"page": {"fonts": [], "style": "", "script": "", "opener": ""}},
    )
    await renderer.initialize()
    return "".join([words async for words, _ in renderer.generate_content_generator("rehearsal")])


def through(work: Coroutine[Any, Any, str]) -> str:
    """The result of what waits for nothing, without an event loop: a forked child must make its own. RuntimeError when it does wait."""
    try:
        work.send(None)
    except StopIteration as done:
        return str(done.value)
    raise RuntimeError("the rehearsal waits for something")
