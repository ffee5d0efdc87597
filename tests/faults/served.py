"""The application as a web server loads it, with the receivers of these tests and a page that announces."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from forum.wsgi import application as forum
from tests.faults.actors import announce_one


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """/announce/7 announces an effect; anything else is the forum's."""
    place, _, number = environ["PATH_INFO"].rpartition("/")
    if place != "/announce":
        return forum(environ, start_response)
    announce_one(int(number))
    start_response("204 No Content", [])
    return []
