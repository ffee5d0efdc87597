"""One database's figures, in a database of their own that is gone afterwards."""

import importlib
import sys

import django
from django.db import connection


def main(sections: list[str]) -> None:
    django.setup()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        for section in sections:
            importlib.import_module(f"tests.bench.{section}").figures()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1:])
