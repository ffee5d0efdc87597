"""How much somebody has not read: with the statement that fetches who is signed in, so no page asks for it.

It is counted anew each time, from what may be shown now: nothing is kept that could be wrong, and telling fifty
thousand people touches none of their rows.
"""

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

# Counted no further: there a page says "99+".
MOST = 100

# As NotificationQuerySet.shown has it, with a bound: Django's own count would read on to the end.
UNREAD = """
    SELECT COUNT(*) FROM (
        SELECT 1 FROM notifications_notification n
        LEFT JOIN comments_comment c ON c.id = n.comment_id LEFT JOIN articles_article a ON a.id = n.article_id
        WHERE n.person_id = accounts_user.id AND n.read_at IS NULL
            AND (n.comment_id IS NULL OR c.held_at IS NULL AND c.removed_at IS NULL AND c.deleted_at IS NULL)
            AND (n.article_id IS NULL OR a.withdrawn_at IS NULL AND a.removed_at IS NULL)
        LIMIT %s
    ) unread
"""


def unread_count() -> RawSQL:
    """Of the person that the outer statement is about."""
    return RawSQL(UNREAD, [MOST], output_field=IntegerField())  # noqa: S611 - nothing is put into it but the bound
