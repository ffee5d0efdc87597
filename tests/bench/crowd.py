"""Readers of many streams, in one process: `python -m tests.bench.crowd PORT ARTICLE STREAMS`.

A line says when all of them hear; after a line from outside, another says when each heard of the article.
"""

import asyncio
import json
import sys
import time

# The service gives one network so many: each of these is another one, as the proxy in front would tell.
A_NETWORK = 50


async def read_all(port: int, article: str, streams: int) -> None:
    began = time.monotonic()
    heard: list[list[float]] = [[] for _ in range(streams)]
    back = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(read(port, article, number, heard[number], back)) for number in range(streams)]
    hears = 0
    for _stream in range(streams):
        async with asyncio.timeout(120):
            await back.acquire()
        hears += 1
    print(json.dumps({"seconds": time.monotonic() - began, "back": hears}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    for task in tasks:
        task.cancel()
    print(json.dumps(heard), flush=True)


async def read(port: int, article: str, number: int, heard: list[float], back: asyncio.Semaphore) -> None:
    source, into = await asyncio.open_connection("127.0.0.1", port)
    network = f"10.0.{number // A_NETWORK}.1"
    into.write(
        f"GET /live/stream?a={article} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {network}\r\n\r\n".encode()
    )
    while line := await source.readline():
        if line.startswith(b"data: back"):
            back.release()
        elif line.startswith(b"data: a"):
            heard.append(time.time())


if __name__ == "__main__":
    asyncio.run(read_all(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
