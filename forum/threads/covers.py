"""What stands over a comment that lies closed, and why it does."""

from forum.comments import policy
from forum.threads import labels
from forum.threads.rows import Row
from forum.threads.scene import Scene
from forum.threads.ways import Link


def cover_of(comment: Row, scene: Scene, *, is_gone: bool) -> tuple[str, str]:
    """The words of its cover, and its class. Whoever follows a permalink finds what nobody took away open."""
    if is_gone:
        return labels.kept(comment.author_name), "kept"
    if scene.is_muted(comment):
        return labels.muted(), "low muted"
    if comment.id == scene.target:
        return "", ""
    if comment.is_folded:
        reason = scene.reasons.get(comment.id)
        return labels.folded(reason.rule if reason else ""), "low"
    return (low_score(comment, scene), "low") if scene.preferences.folds(comment.score) else ("", "")


def about_fold(comment: Row, scene: Scene) -> Link | None:
    reason = scene.reasons.get(comment.id)
    if reason is None or not comment.is_folded:
        return None
    is_own = policy.is_author(scene.viewer, comment)
    if comment.id == scene.target:
        label = labels.folded(reason.rule)
    else:
        label = labels.why_own_folded() if is_own else labels.why_folded()
    return Link(label, reason.own_url if is_own else reason.url)


def low_score(comment: Row, scene: Scene) -> str:
    """Why a comment is folded: without the number while that is nobody's to see."""
    return labels.low_score(None if scene.voters.hides(comment.published_at) else comment.score)
