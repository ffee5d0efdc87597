from moderation.models.appeals import Appeal
from moderation.models.autorules import AutoRule, AutoRuleVersion, Hit
from moderation.models.calm import Calm
from moderation.models.cases import Case, Report
from moderation.models.filters import SavedFilter
from moderation.models.log import Act, LoggedAct, LogHead, Particulars
from moderation.models.notes import Note
from moderation.models.rules import Rule
from moderation.models.trials import Trial
from moderation.models.voided import VoidedVote

__all__ = [
    "Act",
    "Appeal",
    "AutoRule",
    "AutoRuleVersion",
    "Calm",
    "Case",
    "Hit",
    "LogHead",
    "LoggedAct",
    "Note",
    "Particulars",
    "Report",
    "Rule",
    "SavedFilter",
    "Trial",
    "VoidedVote",
]
