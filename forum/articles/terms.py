"""What an article's place in each order is computed from, to the last digit, so that anybody can check it."""

from dataclasses import dataclass
from math import log10

from forum.articles.models import Article
from forum.articles.orders import last_sign
from forum.votes.ranking import HOT_SCALE, SECONDS_A_DIGIT


@dataclass(frozen=True)
class Terms:
    id: int
    score: int
    comments: int
    # Times to the microsecond: two articles may differ by no more.
    published: str
    last_comment: str
    last_sign: str
    seconds: float
    # The two addends of "hot", and what stands in its column: their sum in millionths.
    digits: float
    time: float
    hot: int
    hot_sum: float


def terms_of(article: Article) -> Terms:
    """Of an article that is published."""
    published, score = article.began_at, article.score
    sign = (score > 0) - (score < 0)
    return Terms(
        id=article.pk,
        score=score,
        comments=article.comment_count,
        published=published.isoformat(),
        last_comment=article.last_comment_at.isoformat() if article.last_comment_at else "",
        last_sign=last_sign(article).isoformat(),
        seconds=published.timestamp(),
        digits=sign * log10(max(abs(score), 1)),
        time=published.timestamp() / SECONDS_A_DIGIT,
        hot=article.hot,
        hot_sum=article.hot / HOT_SCALE,
    )
