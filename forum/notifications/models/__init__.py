"""What people are told, and the mail that goes out about it."""

from forum.notifications.models.mail import DONE as DONE
from forum.notifications.models.mail import LONGEST_ANSWER as LONGEST_ANSWER
from forum.notifications.models.mail import FeedKey as FeedKey
from forum.notifications.models.mail import Mail as Mail
from forum.notifications.models.mail import MailPlan as MailPlan
from forum.notifications.models.mail import MailQuerySet as MailQuerySet
from forum.notifications.models.mail import RefusedAddress as RefusedAddress
from forum.notifications.models.mail import Rhythm as Rhythm
from forum.notifications.models.told import NUMBERED as NUMBERED
from forum.notifications.models.told import OWED as OWED
from forum.notifications.models.told import FanOut as FanOut
from forum.notifications.models.told import Kind as Kind
from forum.notifications.models.told import Notification as Notification
from forum.notifications.models.told import NotificationQuerySet as NotificationQuerySet
from forum.notifications.models.told import Wish as Wish
