"""Tells the hub now and then that this pupil's page is in use, so that the culler only puts idle servers to sleep."""

from __future__ import annotations

import asyncio
import logging
import os
import random
from datetime import UTC, datetime
from typing import Any

import aiohttp

EVERY_SECONDS = 300
PATIENCE = aiohttp.ClientTimeout(total=10)
log = logging.getLogger(__name__)


def last_activity(kernels: list[dict[str, Any]]) -> datetime | None:
    """When a kernel of this server last did something, None when there is no kernel: then the hub's own clock counts."""
    times = [kernel["last_activity"] for kernel in kernels]
    return max((as_time(each) for each in times), default=None)


def as_time(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


async def report(kernel_manager: Any) -> None:
    """Reports for ever; a hub that is away is asked again at the next turn."""
    url = os.environ.get("JUPYTERHUB_ACTIVITY_URL")
    every = int(os.environ.get("JUPYTERHUB_ACTIVITY_INTERVAL") or EVERY_SECONDS)
    while url:
        if when := last_activity(kernel_manager.list_kernels()):
            await send(url, when.astimezone(UTC).isoformat())
        # A class starts within a minute: spread the reports a little.
        await asyncio.sleep(every * random.uniform(0.9, 1.1))


async def send(url: str, when: str) -> None:
    headers = {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}"}
    content = {
        "last_activity": when,
        "servers": {os.environ.get("JUPYTERHUB_SERVER_NAME", ""): {"last_activity": when}},
    }
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.post(url, json=content, headers=headers) as answer,
        ):
            answer.raise_for_status()
    except (aiohttp.ClientError, TimeoutError) as error:
        log.warning("the hub did not take the activity report: %s", type(error).__name__)
