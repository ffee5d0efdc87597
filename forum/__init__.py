"""Understory. Celery's application is loaded with the package, so that whatever process announces can send a hint."""

from forum.celery import app as celery_app

__all__ = ["celery_app"]
