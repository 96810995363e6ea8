"""The sets of words that the API's fields choose from, named once for its description."""

from typing import get_args

from ideahub.api.overview import Wait

LANGUAGES = ["sv", "en"]
ROLES = ["organizer", "facilitator", "reader"]
STEP_KINDS = ["gather", "collect", "group", "vote", "discuss", "commit", "close"]
WORKSHOP_STATES = ["draft", "open", "closed"]
MAIL_STATES = ["waiting", "sending", "sent", "failed"]
REPORT_STATES = ["due", "writing", "written", "sent", "failed"]
SETUP_PARTS = ["question", "steps"]
WAITS = list(get_args(Wait))
