"""`python -m tests.faults VERB [NUMBER ...]`: one of the acts of tests.faults.actors, in a process of its own."""

import sys
from importlib import import_module

import django

# Django's models can be imported only after this, and the acts need them.
django.setup()
actors = import_module("tests.faults.actors")
getattr(actors, sys.argv[1])(*map(int, sys.argv[2:]))
