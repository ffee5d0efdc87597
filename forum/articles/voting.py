"""The voter of an article, in lists and on its own page."""

from django.urls import reverse
from django.utils.safestring import SafeString

from forum.articles.models import Article
from forum.articles.policy import Viewer, is_listed, may_vote
from forum.votes.voters import Voters, voter_html


def article_voter(article: Article, *, viewer: Viewer, voters: Voters) -> SafeString:
    """For an article that came with_vote_of(viewer). Empty where it is not published, or no more."""
    if not is_listed(article):
        return SafeString()
    url = reverse("vote_on_article", args=[article.pk]) if may_vote(viewer, article) else ""
    return voter_html(voters.of(article.score, own=article.own_vote, url=url, published_at=article.published_at))
