"""From the form that a composer sent to the comment that it makes."""

from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.forms import CommentForm
from forum.comments.models import Comment
from forum.comments.pacing import refuse_haste
from forum.comments.posting import Posted, post_comment, posted_with
from forum.comments.writing import Refused


def send(form: CommentForm, *, author: User, article: Article, parent: Comment | None) -> Posted:
    """Post what a form holds; its draft is gone afterwards. Raises Refused.

    A form that arrives again is never too fast: it makes nothing. One that arrives with other words was taken out of
    the browser's memory and written in anew; answering with the first comment would lose the second.
    """
    if not form.is_valid():
        raise Refused(_("Something of this form was missing. It is complete now: send it again."))
    text, form_key, seen = (form.cleaned_data[name] for name in ("text", "form_key", "seen"))
    if posted_with(form_key, author=author) is None:
        refuse_haste(author)
    posted = post_comment(article, author=author, text=text, form_key=form_key, parent=parent, seen=seen)
    if not posted.is_new and posted.comment.body.text != text:
        raise Refused(_("What this form held before is posted already. Send it again to post this as another comment."))
    return posted
