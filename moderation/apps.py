from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # They know models, which there are only from here on.
        from accounts.leaving import keeps  # noqa: PLC0415
        from forum.comments.forewarning import forewarn_with  # noqa: PLC0415
        from forum.lib.gates import guard  # noqa: PLC0415
        from forum.lib.screening import screener  # noqa: PLC0415
        from forum.notifications.describing import describe_with  # noqa: PLC0415
        from forum.notifications.models import Kind  # noqa: PLC0415
        from forum.threads.reasons import explain_with  # noqa: PLC0415
        from moderation.autoscreening import screen_by_rules  # noqa: PLC0415
        from moderation.calming import FOREWARNER, screen_by_calm, why_no_account, why_no_vote  # noqa: PLC0415
        from moderation.explaining import EXPLAINER  # noqa: PLC0415
        from moderation.forgetting import KEPT  # noqa: PLC0415
        from moderation.premoderating import hold_premoderated  # noqa: PLC0415
        from moderation.telling import answers, decisions, outcomes  # noqa: PLC0415

        screener(hold_premoderated)
        screener(screen_by_calm)
        screener(screen_by_rules)
        forewarn_with(FOREWARNER)
        guard("vote", why_no_vote)
        guard("sign up", why_no_account)
        explain_with(EXPLAINER)
        keeps(*KEPT)
        describe_with(Kind.DECISION, decisions)
        describe_with(Kind.REPORT, outcomes)
        describe_with(Kind.APPEAL, answers)
