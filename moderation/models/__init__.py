from moderation.models.log import Act, LoggedAct, LogHead, Particulars
from moderation.models.rules import Rule

__all__ = ["Act", "LogHead", "LoggedAct", "Particulars", "Rule"]
