"""The application as a web server loads it, with the receivers of these tests."""

from forum.wsgi import application
from tests.faults import effects

__all__ = ["application", "effects"]
