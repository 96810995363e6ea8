"""The sets of words that the API's fields choose from, named once for its description."""

LANGUAGES = ["sv", "en"]
ROLES = ["organizer", "facilitator", "reader"]
STEP_KINDS = ["gather", "collect", "group", "vote", "discuss", "commit", "close"]
WORKSHOP_STATES = ["draft", "open", "closed"]
MAIL_STATES = ["waiting", "sending", "sent", "failed"]
REPORT_STATES = ["due", "writing", "written", "sent", "failed"]
SETUP_PARTS = ["question", "steps"]
WAITS = [
    "review",
    "overtime",
    "start",
    "no_leader",
    "unready",
    "report_failed",
    "mail_failed",
    "late",
    "needs_help",
    "no_owner",
]
