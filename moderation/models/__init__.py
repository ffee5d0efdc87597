from moderation.models.cases import Case, Report
from moderation.models.log import Act, LoggedAct, LogHead, Particulars
from moderation.models.notes import Note
from moderation.models.rules import Rule

__all__ = ["Act", "Case", "LogHead", "LoggedAct", "Note", "Particulars", "Report", "Rule"]
