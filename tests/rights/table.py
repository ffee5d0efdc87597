"""Who may do what where: every address of the site, judged.

A route that is not in the table fails `test_table.py`. To judge one, write a line:

- *address*: as the resolver has it. One address may have several lines, for several things or forms.
- *of*: what its placeholders point at, a builder of `things.py`: `comment`, `removed` (a comment in that state), `-`.
- *form*: what a valid POST sends, a payload of `forms.py` that names every field of the form; `-` sends nothing.
- *GET*, *POST*: who may. `everybody`; `people`, whoever is logged in; `author` of the thing; `others`, people but its
  author; `staff`, moderators and admins; `admins`; `visitors`, who are not logged in (others are sent on); several
  joined by `+`; `nobody`. Whoever is refused gets a 403, or a 404 where the word ends in `?` (either for staff and the
  author, who may know of it); who is not logged in is asked to do that first. `-`: there is no such method. `log-in`:
  it leads all to the log-in page.
- *a POST changes*: the models whose rows an allowed POST changes; where everybody may, visitors change their cookies
  alone. In parentheses: what is kept of the POST of somebody who is logged in and refused, their own words. Nothing else
  ever changes, by any method.

The tests do all of it, as every role and with every method, with and without a token, with and without fields that no
form has, and hold the database against this page. Sessions are no state.
"""

from dataclasses import dataclass

TABLE = """
address                                           of      form    GET           POST         a POST changes

/                                                 -       -       everybody     -
/a/<int:pk>                                       article -       everybody     -
/a/<int:pk>/<slug:slug>                           article -       everybody     -
/a/<int:pk>/comments/people                       article -       people        -
/a/<int:pk>/comments/people                       waiting -       author+staff? -
/a/<int:pk>/comments/changes                      article -       everybody     -
/a/<int:pk>/comments/changes                      waiting -       nobody?       -
/a/<int:pk>/comments/arrivals                     came    -       everybody     -
/a/<int:pk>/comments/arrivals                     waiting -       author+staff? -
/c/<int:pk>                                       comment -       everybody     -
/c/<int:pk>                                       removed -       everybody     -
/c/<int:pk>                                       held    -       author+staff? -
/c/<int:pk>/replies                               fold    -       everybody     -
/c/<int:pk>/history                               edited  -       everybody     -
/c/<int:pk>/history                               removed -       author+staff? -
/c/<int:pk>/history/<int:revision>/blank          edited  -       -             author+staff CommentRevision
/a/<int:pk>/comments/outline                      article -       everybody     -
/a/<int:pk>/comments/outline                      waiting -       author+staff? -
/a/<int:pk>/<slug:slug>                           sought  -       everybody     -
/u/<name>                                         author  -       everybody     -
/u/<name>/articles                                author  -       everybody     -
/t/<str:slug>                                     tag     -       everybody     -
/ranking                                          -       -       everybody     -
/keys                                             -       -       everybody     -
/a/<int:pk>/story/why                             article -       everybody     -
/a/<int:pk>/story/history                         article -       everybody     -
/a/<int:pk>/story/history                         waiting -       author+staff? -
/a/<int:pk>                                       waiting -       author+staff? -

/submit                                           -       story   people        people       Article Delivery
/submit/discard                                   draft   -       -             people       ArticleDraft
/submissions                                      -       -       people        -
/waiting                                          -       -       staff         -
/a/<int:pk>/story/edit                            article rewrite author        author       Article Delivery
/a/<int:pk>/story/edit                            waiting rewrite author?       author?      Article Delivery
/a/<int:pk>/story/recall                          waiting -       -             author?      Article
/a/<int:pk>/story/withdraw                        article -       -             author       Article
/a/<int:pk>/story/return                          taken   -       -             author       Article
/a/<int:pk>/story/approve                         waiting -       -             staff        Article Delivery LogHead LoggedAct Particulars
/a/<int:pk>/story/decline                         waiting because -             staff        Article Delivery LogHead LoggedAct Particulars
/a/<int:pk>/story/reconsider                      refused -       -             staff        Article Delivery LogHead LoggedAct Particulars
/a/<int:pk>/story/remove                          article broken  staff         staff        Article Delivery LogHead LoggedAct Particulars
/a/<int:pk>/story/restore                         gone    -       -             staff        Article Delivery LogHead LoggedAct Particulars
/a/<int:pk>/story/history                         gone    -       author+staff? -
/a/<int:pk>/story/edit                            gone    rewrite nobody        nobody

/c/<int:pk>/branch                                comment -       staff         -
/c/<int:pk>/lock                                  comment reason  -             staff        Comment Delivery LogHead LoggedAct Particulars
/c/<int:pk>/unlock                                shut    -       -             staff        Comment Delivery LogHead LoggedAct Particulars
/c/<int:pk>/reply                                 shut    words   nobody        nobody       (CommentDraft)
/c/<int:pk>/move                                  comment there   -             staff        Article Comment Delivery LogHead LoggedAct MovedThread Particulars
/a/<int:pk>/story/merge                           talk    there   staff         staff        Article Comment Delivery LogHead LoggedAct MovedThread Particulars
/log/<int:number>/undo                            moved   -       -             staff        Article Comment LogHead LoggedAct Particulars
/a/<int:pk>                                       merged  -       everybody     -
/a/<int:pk>/<slug:slug>                           merged  -       everybody     -
/a/<int:pk>/feed.atom                             merged  -       everybody     -
/a/<int:pk>/story/history                         merged  -       everybody     -
/a/<int:pk>/story/vote                            merged  up      -             nobody
/a/<int:pk>/comments/new                          merged  words   people        people       Article Comment CommentBody Delivery

/a/<int:pk>/story/vote                            article up      -             others       ArticleTallyMark ArticleVote
/a/<int:pk>/story/vote                            waiting up      -             nobody?
/c/<int:pk>/vote                                  comment up      -             others       CommentTallyMark CommentVote
/c/<int:pk>/vote                                  removed up      -             nobody
/c/<int:pk>/collapse                              comment -       -             people       Collapse
/c/<int:pk>/collapse                              held    -       -             author+staff? Collapse
/c/<int:pk>/expand                                away    -       -             people       Collapse
/robots.txt                                       -       -       everybody     -
/sitemap.xml                                      -       -       everybody     -
/sitemap-<section>.xml                            sitemap -       everybody     -
/feed.atom                                        -       -       everybody     -
/feed.json                                        -       -       everybody     -
/t/<str:slug>/feed.atom                           tag     -       everybody     -
/t/<str:slug>/feed.json                           tag     -       everybody     -
/a/<int:pk>/feed.atom                             article -       everybody     -
/a/<int:pk>/feed.json                             article -       everybody     -
/c/<int:pk>/feed.atom                             comment -       everybody     -
/c/<int:pk>/feed.json                             comment -       everybody     -
/u/<str:name>/feed.atom                           author  -       everybody     -
/u/<str:name>/feed.json                           author  -       everybody     -

/a/<int:pk>/comments/new                          article words   people        people       Article Comment CommentBody Delivery
/a/<int:pk>/comments/new                          locked  words   nobody        nobody       (CommentDraft)
/a/<int:pk>/comments/new                          article keep    people        people       CommentDraft
/c/<int:pk>/reply                                 comment words   people        people       Article Comment CommentBody Delivery
/a/<int:pk>/comments/new                          gone    words   nobody        nobody       (CommentDraft)
/c/<int:pk>/reply                                 removed words   nobody        nobody       (CommentDraft)
/c/<int:pk>/reply                                 comment keep    people        people       CommentDraft
/c/<int:pk>/edit                                  comment edit    author        author       CommentBody Delivery
/c/<int:pk>/edit                                  edited  edit    author        author       CommentBody CommentRevision Delivery
/c/<int:pk>/edit                                  comment re-keep author        author       CommentDraft
/drafts                                           written -       people        -
/drafts/<int:pk>/discard                          written -       -             author?      CommentDraft
/c/<int:pk>/delete                                comment -       -             author       Comment
/c/<int:pk>/undelete                              deleted -       -             author       Comment
/c/<int:pk>/remove                                comment broken  staff         staff        Comment Delivery LogHead LoggedAct Particulars
/c/<int:pk>/restore                               removed -       -             staff        Comment Delivery LogHead LoggedAct Particulars
/c/<int:pk>/unfold                                folded  -       -             staff        CommentBody Delivery LogHead LoggedAct Particulars
/preview                                          -       words   people        people

/moderation/rings                                 -       -       staff         -
/moderation/rings/void                            ring    people  -             staff        CommentTallyMark CommentVote LogHead LoggedAct Particulars VoidedVote
/moderation/rings/<int:number>                    voided  -       -             staff        CommentTallyMark CommentVote LogHead LoggedAct Particulars
/moderation/proposals                             proposed -      staff         -
/moderation/proposals/<int:pk>/confirm            proposed -      -             staff        Delivery LogHead LoggedAct Particulars Proposal Restriction User
/moderation/proposals/<int:pk>/decline            proposed -      -             staff        Proposal
/moderation/proposals/<int:pk>/withdraw           admins  -       -             admins       Proposal
/moderation/calm                                  -       calm    staff         staff        Calm LogHead LoggedAct Particulars
/moderation/calm/end                              calmed  measure -             staff        Calm LogHead LoggedAct Particulars
/a/<int:pk>/story/calm                            article calm    staff         staff        Calm LogHead LoggedAct Particulars
/a/<int:pk>/story/calm/end                        calmed  measure -             staff        Calm LogHead LoggedAct Particulars
/moderation/automatic                             -       -       staff         -
/moderation/automatic/new                         -       autorule staff        staff        AutoRule AutoRuleVersion
/moderation/automatic/<int:pk>                    autorule terms  staff         staff        AutoRuleVersion
/moderation/automatic/<int:pk>/stop               enforced -      -             staff        AutoRule LogHead LoggedAct Particulars
/moderation/automatic/versions/<int:pk>/force     version live    -             staff        AutoRule LogHead LoggedAct Particulars
/moderation/automatic/versions/<int:pk>/try       version period  -             staff        Delivery Trial
/moderation/automatic/trials/<int:pk>             trial   -       staff         -
/c/<int:pk>/report                                comment report  others        others       Case Report
/c/<int:pk>/report                                reported  say-more  others      others       Report
/c/<int:pk>/report                                reported  take-back others      others       Case Report
/c/<int:pk>/report                                removed report  nobody        nobody
/c/<int:pk>/report                                held    report  nobody?       nobody?
/a/<int:pk>/story/report                          article report  others        others       Case Report
/a/<int:pk>/story/report                          waiting report  nobody?       nobody?
/reports                                          -       -       people        -
/notice                                           notice  notice  visitors+people visitors+people Case Report
/notice/<uuid:receipt>                            receipt -       everybody     -
/rules                                            rule    -       everybody     -
/moderation/rules                                 rule    rule    admins        admins       LogHead LoggedAct Particulars Rule
/moderation/rules/<int:pk>                        rule    rule    admins        admins       LogHead LoggedAct Particulars Rule
/moderation/rules/<int:pk>/move                   rule    move    -             admins       LogHead LoggedAct Particulars Rule
/moderation/rules/<int:pk>/retire                 rule    -       -             admins       LogHead LoggedAct Particulars Rule
/moderation/rules/<int:pk>/bring-back             retired -       -             admins       LogHead LoggedAct Particulars Rule
/log                                              logged  -       everybody     -
/log                                              theirs  -       author+staff  -
/log/<int:number>                                 logged  -       everybody     -
/log/feed.atom                                    logged  -       everybody     -
/log/feed.json                                    logged  -       everybody     -
/decisions                                        judged  -       people        -
/decisions/<int:number>                           judged  -       author?       -
/decisions/<int:number>/appeal                    judged  appeal  -             author?      Appeal
/moderation/appeals                               appeal  -       staff         -
/moderation/appeals/<int:pk>                      appeal  answer  staff         admins       Appeal Delivery LogHead LoggedAct Particulars
/transparency                                     logged  -       everybody     -
/moderation/                                      -       -       staff         -
/moderation/live                                  -       -       staff         -
/moderation/case/<int:pk>                         case    -       staff         -
/moderation/case/<int:pk>/decide                  case    approve    -             staff        Case Delivery LogHead LoggedAct Particulars
/moderation/case/<int:pk>/decide                  case    broken  -             staff        Case Comment Delivery LogHead LoggedAct Particulars
/moderation/case/<int:pk>/claim                   case    -       -             staff
/moderation/case/<int:pk>/let-go                  case    -       -             staff
/moderation/case/<int:pk>/leave                   case    -       -             staff
/moderation/case/<int:pk>/ask                     case    ask     -             staff        Case
/moderation/case/<int:pk>/answer                  asked   -       -             staff        Case
/moderation/case/<int:pk>/note                    case    words   -             staff        Note
/moderation/case/<int:pk>/escalate                case    why     -             staff        Case
/moderation/case/<int:pk>/take-back               passed  -       -             staff        Case
/moderation/case/<int:pk>/restrict                case    besides -             staff        Case Comment Delivery LogHead LoggedAct Particulars Restriction User
/moderation/filters                               -       name    -             staff        SavedFilter
/moderation/filters/<int:pk>/delete               filter  -       -             admins       SavedFilter
/moderation/bulk                                  case    ticked  -             staff
/moderation/bulk                                  case    bulk    -             staff        BulkAct Case Comment Delivery LogHead LoggedAct Particulars
/moderation/bulk/<uuid:key>                       bulk    -       staff         staff
/moderation/bulk/<uuid:key>                       halted  -       staff         staff        BulkAct Case Comment Delivery LogHead LoggedAct Particulars
/moderation/bulk/<uuid:key>/undo                  bulk    -       -             staff        BulkAct Case Comment Delivery LogHead LoggedAct Particulars
/moderation/undo/<int:number>                     decided -       -             staff        Case Comment LogHead LoggedAct Particulars

/settings/mail                                    -       rhythms people        people       MailPlan Wish
/settings/mail/try-again                          back    -       -             people       RefusedAddress
/settings/mail/feed                               -       -       -             people       FeedKey
/settings/mail/feed/revoke                        fed     -       -             people       FeedKey
/notifications/<str:key>/feed.atom                fed     -       everybody     -
/mail/leave/<str:token>                           mailed  -       everybody     visitors+people Wish
/mail/bounces/<str:provider>                      provider -      -             nobody?
/notifications/unread                             -       -       people        -
/notifications/                                   told    -       people        -
/notifications/read                               told    seen    -             people       Notification
/notifications/watching                           watched -       people        -
/notifications/attention/<sort><pk>               watched mute    people        people       Attention Notification
/notifications/attention/<sort><pk>               hidden  mute    author+staff? author+staff? Attention
/settings/notifications                           -       wishes  people        people       Wish

/settings                                         -       reading everybody     people       User
/u/<name>/restrict                                author  restrict staff       staff        Delivery LogHead LoggedAct Particulars Restriction User
/u/<name>/restrict                                peer    restrict admins      admins       Delivery LogHead LoggedAct Particulars Restriction User
/restrictions/<int:pk>/lift                       slowed  -       -             staff        LogHead LoggedAct Particulars Restriction User
/settings/restrictions                            -       -       people        -
/settings/restrictions/read                       warned  read    -             author?      Restriction User
/settings/account                                 -       -       people        -
/settings/password                                -       secret  people        people       Delivery Letter User
/settings/address                                 -       address people        people       Delivery Letter
/settings/sessions                                -       -       -             people       User
/accounts/code/                                   -       code    everybody     everybody
/accounts/reset/                                  -       reset   visitors+people visitors+people Delivery Letter
/accounts/reset/code/                             -       code    everybody     everybody
/accounts/reset/password/                         -       anew    everybody     everybody
/settings/theme                                   -       theme   -             everybody    User
/accounts/login/                                  -       log-in  visitors      visitors     User
/accounts/signup/                                 -       sign-up visitors      visitors     Delivery EmailAddress Letter User
/accounts/logout/                                 -       -       everybody     everybody
/accounts/inactive/                               -       -       everybody     -

/admin/                                           -       -       admins        admins
/admin/login/                                     -       -       log-in        log-in
/admin/jsi18n/                                    -       -       admins        -
/admin/<app_label>/                               app     -       admins        admins

/admin/accounts/user/                             reader  role    admins        admins       LogEntry User
/admin/accounts/user/                             reader  close   admins        admins       LogEntry User
/admin/accounts/user/                             closed  reopen  admins        admins       LogEntry User
/admin/accounts/user/add/                         -       -       nobody        nobody
/admin/accounts/user/<path:object_id>/history/    reader  -       admins        admins
/admin/accounts/user/<path:object_id>/delete/     reader  -       nobody        nobody
/admin/accounts/user/<path:object_id>/change/     reader  -       admins        nobody
/admin/accounts/user/<path:object_id>/            reader  -       admins        admins

/admin/articles/article/                          article lock    admins        admins       Article Delivery LogEntry LogHead LoggedAct Particulars
/admin/articles/article/                          locked  unlock  admins        admins       Article Delivery LogEntry LogHead LoggedAct Particulars
/admin/articles/article/add/                      -       -       nobody        nobody
/admin/articles/article/<path:object_id>/history/ article -       admins        admins
/admin/articles/article/<path:object_id>/delete/  article -       nobody        nobody
/admin/articles/article/<path:object_id>/change/  article -       admins        nobody
/admin/articles/article/<path:object_id>/         article -       admins        admins

/admin/comments/comment/                          comment remove  admins        admins       Comment Delivery LogEntry LogHead LoggedAct Particulars
/admin/comments/comment/                          removed restore admins        admins       Comment Delivery LogEntry LogHead LoggedAct Particulars
/admin/comments/comment/                          comment hold    admins        admins       Comment Delivery LogEntry LogHead LoggedAct Particulars
/admin/comments/comment/                          held    release admins        admins       Article Comment Delivery LogEntry LogHead LoggedAct Particulars
/admin/comments/comment/add/                      -       -       nobody        nobody
/admin/comments/comment/<path:object_id>/history/ comment -       admins        admins
/admin/comments/comment/<path:object_id>/delete/  comment -       nobody        nobody
/admin/comments/comment/<path:object_id>/change/  comment -       admins        nobody
/admin/comments/comment/<path:object_id>/         comment -       admins        admins

/admin/events/delivery/                           letter  retry   admins        admins       Delivery LogEntry
/admin/events/delivery/add/                       -       -       nobody        nobody
/admin/events/delivery/<path:object_id>/history/  letter  -       admins        admins
/admin/events/delivery/<path:object_id>/delete/   letter  -       nobody        nobody
/admin/events/delivery/<path:object_id>/change/   letter  -       admins        nobody
/admin/events/delivery/<path:object_id>/          letter  -       admins        admins

/admin/notifications/notification/                told    -       admins        admins
/admin/notifications/notification/add/            -       -       nobody        nobody
/admin/notifications/notification/<path:object_id>/history/ told - admins        admins
/admin/notifications/notification/<path:object_id>/delete/ told - nobody        nobody
/admin/notifications/notification/<path:object_id>/change/ told - admins        nobody
/admin/notifications/notification/<path:object_id>/ told -       admins        admins

/admin/notifications/fanout/                      fanned  -       admins        admins
/admin/notifications/fanout/add/                  -       -       nobody        nobody
/admin/notifications/fanout/<path:object_id>/history/ fanned -   admins        admins
/admin/notifications/fanout/<path:object_id>/delete/ fanned -     nobody        nobody
/admin/notifications/fanout/<path:object_id>/change/ fanned -     admins        nobody
/admin/notifications/fanout/<path:object_id>/     fanned  -       admins        admins

/admin/notifications/mail/                        post    -       admins        admins
/admin/notifications/mail/add/                    -       -       nobody        nobody
/admin/notifications/mail/<path:object_id>/history/ post - admins admins
/admin/notifications/mail/<path:object_id>/delete/ post - nobody nobody
/admin/notifications/mail/<path:object_id>/change/ post - admins nobody
/admin/notifications/mail/<path:object_id>/       post    -       admins        admins

/admin/notifications/refusedaddress/              back    try-mail admins        admins       LogEntry RefusedAddress
/admin/notifications/refusedaddress/add/          -       -       nobody        nobody
/admin/notifications/refusedaddress/<path:object_id>/history/ back - admins admins
/admin/notifications/refusedaddress/<path:object_id>/delete/ back - nobody nobody
/admin/notifications/refusedaddress/<path:object_id>/change/ back - admins nobody
/admin/notifications/refusedaddress/<path:object_id>/ back - admins admins

/admin/moderation/loggedact/                      logged  -       admins        admins
/admin/moderation/loggedact/add/                  -       -       nobody        nobody
/admin/moderation/loggedact/<path:object_id>/history/ logged -    admins        admins
/admin/moderation/loggedact/<path:object_id>/delete/ logged -     nobody        nobody
/admin/moderation/loggedact/<path:object_id>/change/ logged -     admins        nobody
/admin/moderation/loggedact/<path:object_id>/     logged  -       admins        admins
"""

ROLES = ("anonymous", "reader", "author", "moderator", "admin")

WHO = {
    "everybody": set(ROLES),
    "people": {"reader", "author", "moderator", "admin"},
    "author": {"author"},
    "others": {"reader", "moderator", "admin"},
    "staff": {"moderator", "admin"},
    "admins": {"admin"},
    "visitors": {"anonymous"},
    "nobody": set[str](),
    "log-in": set[str](),
    "-": set[str](),
}


@dataclass(frozen=True)
class Right:
    """A word of the columns GET and POST."""

    word: str

    def has(self, role: str) -> bool:
        return any(role in WHO[who] for who in self.word.removesuffix("?").split("+"))

    def outcomes(self, role: str) -> set[str]:
        """What somebody of that role may be answered (`trying.outcome_of`)."""
        if self.has(role):
            return {"allowed"}
        if self.word == "-":
            return {"no such method", "log in" if role == "anonymous" else "forbidden"}
        if self.word == "visitors":
            return {"allowed"}  # sent on, as if nothing had been asked
        usual = {"log in"} if self.word == "log-in" or role == "anonymous" else {"forbidden"}
        if not self.word.endswith("?"):
            return usual
        return {"not found"} if role == "reader" else usual | {"not found"}


@dataclass(frozen=True)
class Line:
    address: str
    of: str
    form: str
    get: Right
    post: Right
    changes: frozenset[str]
    kept: frozenset[str]

    def __str__(self) -> str:
        return f"{self.address} {self.of} {self.form}"

    def changes_by(self, role: str) -> frozenset[str]:
        if role == "anonymous":
            return self.changes if self.post.word != "everybody" and self.post.has(role) else frozenset()
        return self.changes if self.post.has(role) else self.kept


def parsed(text: str) -> Line:
    address, of, form, get, post, *changes = text.split()
    kept = frozenset(name.strip("()") for name in changes if name.startswith("("))
    return Line(address, of, form, Right(get), Right(post), frozenset(changes) - {f"({name})" for name in kept}, kept)


_heading, *_lines = filter(None, TABLE.splitlines())
LINES = [parsed(line) for line in _lines]
# Those that take a POST, if only to refuse it.
FORMS = [line for line in LINES if line.post.word != "-"]
