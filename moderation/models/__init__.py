from moderation.models.appeals import Appeal
from moderation.models.cases import Case, Report
from moderation.models.log import Act, LoggedAct, LogHead, Particulars
from moderation.models.rules import Rule

__all__ = ["Act", "Appeal", "Case", "LogHead", "LoggedAct", "Particulars", "Report", "Rule"]
