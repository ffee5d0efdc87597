from moderation.models.appeals import Appeal
from moderation.models.autorules import AutoRule, AutoRuleVersion, Hit
from moderation.models.bulk import BulkAct
from moderation.models.calm import Calm
from moderation.models.cases import Case
from moderation.models.filters import SavedFilter
from moderation.models.log import Act, LoggedAct, LogHead, Particulars
from moderation.models.moved import MovedThread
from moderation.models.notes import Note
from moderation.models.proposals import Proposal
from moderation.models.reports import Report
from moderation.models.rules import Rule
from moderation.models.trials import Trial
from moderation.models.voided import VoidedVote

__all__ = [
    "Act",
    "Appeal",
    "AutoRule",
    "AutoRuleVersion",
    "BulkAct",
    "Calm",
    "Case",
    "Hit",
    "LogHead",
    "LoggedAct",
    "MovedThread",
    "Note",
    "Particulars",
    "Proposal",
    "Report",
    "Rule",
    "SavedFilter",
    "Trial",
    "VoidedVote",
]
