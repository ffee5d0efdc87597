from accounts.models.guesses import Guesses
from accounts.models.letters import Letter
from accounts.models.people import User, placeholder_username
from accounts.models.restrictions import Restriction

__all__ = ["Guesses", "Letter", "Restriction", "User", "placeholder_username"]
