"""A mail server that delivers nothing: each message is printed, as one line of JSON. Needs only Python."""

import asyncio
import json

PORT = 2525


async def serve() -> None:
    server = await asyncio.start_server(converse, "0.0.0.0", PORT)  # noqa: S104 - in a container of its own
    async with server:
        await server.serve_forever()


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    recipients: list[str] = []
    await say(writer, "220 sink")
    while line := (await reader.readline()).decode(errors="replace").rstrip("\r\n"):
        match line.split(":")[0].upper().split():
            case ["QUIT"]:
                await say(writer, "221 bye")
                break
            case ["RCPT", "TO"]:
                recipients.append(line.partition(":")[2].strip(" <>"))
                await say(writer, "250 ok")
            case ["DATA"]:
                await say(writer, "354 go on")
                text = (await reader.readuntil(b"\r\n.\r\n")).decode(errors="replace")
                print(json.dumps({"to": recipients, "text": text.replace("\r\n", "\n")}), flush=True)
                recipients = []
                await say(writer, "250 ok")
            case _:
                await say(writer, "250 ok")
    writer.close()


async def say(writer: asyncio.StreamWriter, line: str) -> None:
    writer.write(f"{line}\r\n".encode())
    await writer.drain()


if __name__ == "__main__":
    asyncio.run(serve())
