"""Hearing what changed, from Redis, for as long as the process lives."""

import asyncio
import logging
from contextlib import suppress
from typing import Never

from django.conf import settings
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from forum.events.waking import CHANNEL
from forum.live.hub import Hub

logger = logging.getLogger(__name__)

# A Redis that hangs says nothing: it is asked so often whether it is there, and given so long to answer.
ASKED_EVERY = 5.0
# Then what it said is lost, and pages are told so.
PATIENCE = 3.0
TRIED_AGAIN_AFTER = 2.0


async def hear_for_ever(hub: Hub) -> Never:
    while True:
        try:
            await hear(hub)
        except (RedisError, OSError, TimeoutError) as error:
            if hub.hears:
                logger.warning("Live updates do not hear Redis (%s): pages ask by themselves meanwhile.", error)
        hub.note_hearing(False)
        await asyncio.sleep(TRIED_AGAIN_AFTER)


async def hear(hub: Hub) -> Never:
    """Until Redis fails. Raises RedisError, OSError, TimeoutError."""
    client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE)
    try:
        async with client.pubsub() as heard:
            await asyncio.wait_for(heard.subscribe(CHANNEL), PATIENCE)
            while True:
                await hear_next(heard, hub)
    finally:
        # It may hang over its own end.
        with suppress(RedisError, OSError, TimeoutError):
            await asyncio.wait_for(client.aclose(), PATIENCE)


async def hear_next(heard: PubSub, hub: Hub) -> None:
    message = await heard.get_message(timeout=ASKED_EVERY)
    if message is None:
        await asyncio.wait_for(heard.ping(), PATIENCE)
        message = await heard.get_message(timeout=PATIENCE)
        if message is None:
            raise TimeoutError("no answer")
    # Whatever it is: it speaks.
    hub.note_hearing(True)
    if message["type"] == "message":
        hub.wake(message["data"].decode().split())
