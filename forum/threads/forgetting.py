"""What is kept of somebody's reading, forgotten with them."""

from django.db.models import Q

from accounts.leaving import deleted
from forum.threads.models import Attention, Collapse, Visit

KEPT = (
    deleted("visits to articles", lambda person: Visit.objects.filter(reader=person)),
    deleted("what they watch and mute", lambda person: Attention.objects.filter(Q(person=person) | Q(whom=person))),
    deleted("branches put away", lambda person: Collapse.objects.filter(reader=person)),
)
