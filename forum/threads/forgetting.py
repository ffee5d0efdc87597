"""What is kept of somebody's reading, forgotten with them."""

from accounts.leaving import deleted
from forum.threads.models import Collapse, Visit

KEPT = (
    deleted("visits to articles", lambda person: Visit.objects.filter(reader=person)),
    deleted("branches put away", lambda person: Collapse.objects.filter(reader=person)),
)
