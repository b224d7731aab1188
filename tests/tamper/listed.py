"""What a forger may change without `verify_ledger` saying so, and why nobody need care.

A column stands here, or “*” for a whole table; everything else is found.
"""

from tests.tamper.attempts import ADDED

_KEY_OF_A_FIGURE = "the key of a figure that is counted again, and that nothing refers to"
_PATH = "by which path an entry came; who recorded it, and when, is in its seal"
_LOGIN = "who signed in, not what the books say"
_MAIL = "who is told what by mail; only readers of the books are, and their rights are compared"
_SECRET = "who can write it could as well have read it and made the codes"

LISTED: dict[str, dict[str, str]] = {
    "books_marketclosure": {"id": _KEY_OF_A_FIGURE},
    "placements_cashtotal": {"id": _KEY_OF_A_FIGURE},
    "placements_closingtotal": {"id": _KEY_OF_A_FIGURE},
    "placements_daytotal": {"id": _KEY_OF_A_FIGURE},
    "placements_saleaggregate": {"id": _KEY_OF_A_FIGURE},
    "warrants_balance": {"id": _KEY_OF_A_FIGURE},
    "books_seal": {"id": "the key of a seal, which is named by its position", "context_id": _PATH},
    "placements_termversion": {"context_id": _PATH},
    "pghistory_context": {
        "created_at": "each event has its own moment",
        "updated_at": "each event has its own moment",
        ADDED: "a context to which no event refers",
    },
    "people_user": {
        "password": "a hash; whoever can write it can also make one of a password of their own",
        "last_login": _LOGIN,
        "date_joined": "the first event of the account has the moment",
    },
    "auth_group_permissions": {"id": "the row of a right, to which nothing refers"},
    "auth_permission": {
        "*": "what a group may do is compared by name; alone it gives nobody a right"
    },
    "books_decisionseen": {"*": "that a person has read a decision, not what was decided"},
    "placements_rememberedcolumn": {
        "*": "what fills in the form of an import, which its person sees and can change"
    },
    "mail_mailchoice": {"*": _MAIL},
    "mail_scheduledreport": {"*": _MAIL},
    "mail_scheduledreport_recipients": {"*": _MAIL},
    "mail_sentmail": {"*": "what was sent; it says nothing that the books do not say themselves"},
    "saved_savedview": {"*": "a name for a page's address, which opens nothing by itself"},
    "statements_upload": {
        "*": "a file that nobody has recorded yet; its person looks at what it says first"
    },
    "work_job": {"*": "a file that was asked for, which can be made again from the books"},
    "work_piece": {"*": "such a file, a copy of what the books said; removed after some days"},
    "django_admin_log": {"*": "Django's own list of recent actions; the history is ours"},
    "django_content_type": {"*": "the models' names, through which rights are compared"},
    "django_migrations": {"*": "what was run; what came of it is compared object by object"},
    "django_session": {"*": _LOGIN},
    "axes_accessattempt": {"*": _LOGIN},
    "axes_accessattemptexpiration": {"*": _LOGIN},
    "axes_accessfailurelog": {"*": _LOGIN},
    "axes_accesslog": {"*": _LOGIN},
    "otp_static_staticdevice": {"*": _SECRET},
    "otp_static_statictoken": {"*": _SECRET},
    "otp_totp_totpdevice": dict.fromkeys(
        (
            *("name", "throttling_failure_timestamp", "throttling_failure_count", "key", "step"),
            *("t0", "digits", "tolerance", "drift", "last_t", "created_at", "last_used_at"),
        ),
        _SECRET,
    ),
}
