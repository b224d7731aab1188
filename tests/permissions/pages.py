"""The permission table, first part: every page, who may open it and who may send to it.

`{sale}` stands for the key of the row of that kind in the books of `house`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tests.permissions.people import (
    ADMINISTRATOR,
    APPROVE,
    CFO,
    CLOSE,
    CONTROLLER,
    ENTER,
    EVERYBODY,
    FILE,
    KEEP_PEOPLE,
    MEMBERS,
    NOBODY,
    READ,
    RECORD,
    ROLES,
    SEE_PEOPLE,
    TREASURY,
    Roles,
)


class Page(NamedTuple):
    """Who may open (`get`) and who may send (`post`); `open_to_all` needs no sign-in.

    Everybody else who has signed in is refused, and a stranger is sent to sign in; exceptions are
    told by role in `get_instead`: another status, or where it leads.
    """

    address: str
    get: Roles = NOBODY
    post: Roles = NOBODY
    open_to_all: bool = False
    get_instead: Mapping[str, int | str] = {}


_PLACEMENT = "/placements/sales-agreement/"
_SALE = "/sales/sales-agreement/3/"
_RECEIPT = "/settlements/receipts/sales-agreement/1/"
_WARRANT = "/warrants/neotherapeutics/1/"

PAGES = {
    # One's own account
    "login": Page("/accounts/login/", EVERYBODY, EVERYBODY, open_to_all=True),
    "appearance": Page("/accounts/appearance/", post=EVERYBODY, open_to_all=True),
    "logout": Page("/accounts/logout/", post=EVERYBODY),
    "password": Page("/accounts/password/", EVERYBODY, EVERYBODY),
    "choose_company": Page("/accounts/company/", post=READ),
    # Neither needs a sign-in; without a link that works, the second opens nothing.
    "open_link": Page(
        "/accounts/link/1/token/",
        EVERYBODY,
        open_to_all=True,
        get_instead=dict.fromkeys(ROLES, "/accounts/choose-password/"),
    ),
    "choose_password": Page(
        "/accounts/choose-password/",
        EVERYBODY,
        EVERYBODY,
        open_to_all=True,
        get_instead=dict.fromkeys(ROLES, "/accounts/login/"),
    ),
    "credentials": Page("/accounts/credentials/", EVERYBODY, EVERYBODY),
    "two_factor": Page("/accounts/two-factor/", EVERYBODY, EVERYBODY),
    # Whoever has no second factor, or gave its code, is led on.
    "two_factor_code": Page(
        "/accounts/two-factor/code/", post=EVERYBODY, get_instead=dict.fromkeys(EVERYBODY, "/")
    ),
    "recovery_codes": Page("/accounts/two-factor/recovery-codes/", post=EVERYBODY),
    # One's own mail; a link that is not one's own leads back.
    "mail_choice": Page("/accounts/mail/", READ, READ),
    "send_confirmation": Page("/accounts/mail/link/", post=READ),
    "confirm_address": Page(
        "/accounts/mail/confirm/token/",
        READ,
        READ,
        get_instead=dict.fromkeys(READ, "/accounts/mail/"),
    ),
    # Scheduled reports: only who scheduled one changes it.
    "scheduled_reports": Page("/mail/", READ),
    "schedule_report": Page("/mail/new/", READ, READ),
    "scheduled_report": Page(
        "/mail/{scheduledreport}/", frozenset({TREASURY}), frozenset({TREASURY})
    ),
    "pause_scheduled_report": Page("/mail/{scheduledreport}/pause/", post=frozenset({TREASURY})),
    "resume_scheduled_report": Page("/mail/{scheduledreport}/resume/", post=frozenset({TREASURY})),
    "remove_scheduled_report": Page("/mail/{scheduledreport}/remove/", post=frozenset({TREASURY})),
    "leave_scheduled_report": Page("/mail/{scheduledreport}/leave/", post=READ),
    "send_scheduled_report": Page("/mail/{scheduledreport}/send/", post=READ),
    "everybodys_reports": Page("/people/scheduled-reports/", KEEP_PEOPLE),
    "remove_anyones_report": Page(
        "/people/scheduled-reports/{scheduledreport}/remove/", post=KEEP_PEOPLE
    ),
    # API tokens: Treasury created this one; others' are the Administrator's to revoke.
    "api_tokens": Page("/accounts/api-tokens/", READ, READ),
    "api_token_revoke": Page("/accounts/api-tokens/{apitoken}/revoke/", post=frozenset({TREASURY})),
    "all_api_tokens": Page("/people/api-tokens/", KEEP_PEOPLE),
    "api_token_end": Page("/people/api-tokens/{apitoken}/revoke/", post=KEEP_PEOPLE),
    "api_help": Page("/help/api/", EVERYBODY),
    # The API needs no sign-in but a token, without which only its description is open.
    "api:openapi-json": Page("/api/v1/openapi.json", EVERYBODY, open_to_all=True),
    "api:api-root": Page(
        "/api/v1/", EVERYBODY, open_to_all=True, get_instead=dict.fromkeys(ROLES, "/help/api/")
    ),
    **{
        f"api:{name}": Page(
            f"/api/v1/{path}", open_to_all=True, get_instead=dict.fromkeys(ROLES, 401)
        )
        for name, path in {
            "positions": "positions",
            "placements": "placements",
            "sales": "sales",
            "warrants": "warrants",
            "limits": "limits",
            "settlements": "settlements",
            "reports": "reports",
            "report": "reports/quarter",
        }.items()
    },
    # People
    "people": Page("/people/", SEE_PEOPLE),
    "logins": Page("/people/logins/", SEE_PEOPLE),
    "permissions": Page("/people/permissions/", EVERYBODY),
    # The house
    "dashboard": Page("/", READ, get_instead={ADMINISTRATOR: "/people/"}),
    "notices": Page("/notices/", EVERYBODY),
    "history": Page("/history/", READ),
    "search": Page("/search/", READ),
    # Saved views: Treasury saved this one, and changes it alone.
    "saved:views": Page("/views/", MEMBERS),
    "saved:save": Page("/views/save/", post=MEMBERS),
    "saved:view": Page("/views/{savedview}/", frozenset({TREASURY}), frozenset({TREASURY})),
    "saved:remove": Page("/views/{savedview}/remove/", post=frozenset({TREASURY})),
    "help": Page("/help/", EVERYBODY),
    "glossary": Page("/help/glossary/", EVERYBODY),
    "export": Page("/exports/sales.csv", READ),
    "export_workbook": Page("/exports/sales.xlsx", READ),
    "pack": Page("/packs/neotherapeutics/2001-06.zip", READ),
    "approvals": Page("/approvals/", READ),
    "approval": Page("/approvals/{approval}/", READ),
    # Treasury asked for this one, and may withdraw it.
    "approval_decide": Page("/approvals/{approval}/decide/", post=APPROVE | ENTER),
    # Whoever made the request dismisses the news; a superuser sees everything but has none here.
    "approval_seen": Page("/approvals/{approval}/seen/", post=frozenset({TREASURY})),
    "periods:periods": Page("/periods/", READ),
    "periods:close": Page("/periods/close/?issuer=neotherapeutics&period=2001-07", CLOSE, CLOSE),
    "periods:closing": Page("/periods/{closing}/", READ),
    "periods:reopen": Page("/periods/{closing}/reopen/", CLOSE, CLOSE),
    "periods:late_changes": Page("/periods/{closing}/late-changes.csv", READ),
    "periods:late_changes_workbook": Page("/periods/{closing}/late-changes.xlsx", READ),
    # Kinds of record whose pages the kernel makes
    "records": Page("/records/claim/", READ),
    "record": Page("/records/claim/{claim}/", READ),
    "record_new": Page("/records/claim/new/", ENTER, ENTER),
    "record_attach": Page("/records/claim/{claim}/attach/", FILE, FILE),
    "record_attachment": Page("/records/attachments/{recordattachment}/", READ),
    # The company
    "company:home": Page("/company/", READ),
    "company:compensation": Page("/company/compensation/", READ),
    "company:money": Page("/company/money/", READ),
    "company:calendar": Page("/company/calendar/", READ),
    "company:calendar_address_create": Page(
        "/company/calendar/neotherapeutics/address/", post=FILE
    ),
    # Treasury created this one; the addresses of others are the Administrator's to revoke.
    "company:calendar_address_revoke": Page(
        "/company/calendar/addresses/{calendarfeed}/revoke/", post=frozenset({TREASURY})
    ),
    # Needs no sign-in; without the secret of an address in use there is nothing.
    "company:calendar_feed": Page(
        "/company/calendar/token.ics", open_to_all=True, get_instead=dict.fromkeys(ROLES, 404)
    ),
    "calendar_addresses": Page("/people/calendar-addresses/", KEEP_PEOPLE),
    "calendar_address_end": Page(
        "/people/calendar-addresses/{calendarfeed}/revoke/", post=KEEP_PEOPLE
    ),
    "before_you_sell": Page("/before-you-sell/", READ),
    "company:today": Page("/company/today/", READ),
    "company:limits": Page("/company/limits/", READ),
    "company:checks": Page("/company/checks/sales-agreement/1/", READ),
    "company:figures": Page("/company/figures/", READ),
    "company:filings": Page("/company/filings/", READ),
    "company:registers": Page("/company/registers/", READ),
    "company:shares": Page("/company/shares/", READ),
    "company:holders": Page("/company/holders/", READ),
    "company:prices": Page("/company/prices/", READ),
    # Statements. Treasury uploaded this file.
    "statements:statements": Page("/statements/", READ),
    "statements:lines": Page("/statements/lines/", READ),
    "statements:statement": Page("/statements/{statement}/", READ),
    "statements:matching": Page("/statements/matching/?side=agent", READ),
    "statements:match_accept": Page("/statements/matching/accept/", post=CLOSE),
    "statements:difference_new": Page(
        "/statements/matching/agent/line-{statementline}/difference/", CLOSE, CLOSE
    ),
    "statements:owner": Page(
        "/statements/matching/agent/line-{statementline}/owner/", CLOSE, CLOSE
    ),
    "statements:match": Page("/statements/matches/{match}/", READ),
    "statements:match_undo": Page("/statements/matches/{match}/undo/", CLOSE, CLOSE),
    "statements:difference": Page("/statements/differences/{accepteddifference}/", READ),
    "statements:difference_undo": Page(
        "/statements/differences/{accepteddifference}/undo/", CLOSE, CLOSE
    ),
    "statements:senders": Page("/statements/senders/", READ),
    "statements:layout": Page("/statements/layouts/{layout}/", READ),
    "statements:layout_new": Page("/statements/senders/{sender}/layout/", CLOSE, CLOSE),
    "statements:upload": Page("/statements/upload/", RECORD, RECORD),
    "statements:preview": Page(
        "/statements/uploads/{upload}/", frozenset({TREASURY}), frozenset({TREASURY})
    ),
    "statements:reconciliations": Page("/statements/reconciliations/", READ),
    "statements:reconciliation": Page(
        "/statements/reconciliations/sales-agreement/agent/2001-11/", READ
    ),
    "statements:sign_off_new": Page(
        "/statements/reconciliations/sales-agreement/agent/2001-11/sign-off/", post=CLOSE
    ),
    "statements:sign_off": Page("/statements/sign-offs/{signoff}/", READ),
    # Reports
    "reports:reports": Page("/reports/", READ),
    "reports:report": Page("/reports/controls/", READ),
    "reports:file": Page("/reports/controls.csv", READ),
    # A draft has no letter.
    "reports:instruction_letter": Page(
        "/reports/instructions/sales-agreement/1.pdf", get_instead=dict.fromkeys(READ, 404)
    ),
    "reports:access_review": Page("/reports/access-review/", READ),
    "reports:access_review_csv": Page("/reports/access-review.csv", READ),
    "reports:sign_review": Page("/reports/access-review/sign/", post=APPROVE),
    "reports:signed_review": Page("/reports/access-review/{accessreview}/", READ),
    "reports:signed_review_csv": Page("/reports/access-review/{accessreview}.csv", READ),
    "reports:signed_statement": Page("/reports/access-review/{accessreview}.json", READ),
    # Files in the background. Treasury asked for this one.
    "work:jobs": Page("/work/", READ),
    "work:new": Page("/work/new/?address=/exports/sales.csv", READ, READ),
    "work:prove": Page("/work/prove/", post=READ),
    "work:job": Page("/work/{job}/", frozenset({TREASURY})),
    "work:cancel": Page("/work/{job}/cancel/", post=frozenset({TREASURY})),
    "work:again": Page("/work/{job}/again/", post=frozenset({TREASURY})),
    "work:download": Page("/work/{job}/download/", frozenset({TREASURY})),
    # Placements
    "placements:agreement": Page("/agreements/sales-agreement/", READ),
    "placements:agreement_attach": Page("/agreements/sales-agreement/attach/", FILE, FILE),
    "placements:amend": Page("/agreements/sales-agreement/amend/", ENTER, ENTER),
    "placements:terminate": Page("/agreements/sales-agreement/terminate/", ENTER, ENTER),
    "placements:reinstate": Page("/agreements/sales-agreement/reinstate/", ENTER, ENTER),
    "placements:attachment": Page("/attachments/{attachment}/", READ),
    "placements:placements": Page("/placements/", READ),
    "placements:placement_new": Page("/placements/new/", ENTER, ENTER),
    "placements:placement": Page(f"{_PLACEMENT}3/", READ),
    "placements:placement_edit": Page(f"{_PLACEMENT}4/edit/", ENTER, ENTER),
    "placements:placement_ask": Page(f"{_PLACEMENT}4/ask/", post=ENTER),
    "placements:placement_attach": Page(f"{_PLACEMENT}3/attach/", FILE, FILE),
    "placements:placement_move": Page(f"{_PLACEMENT}3/suspend/", ENTER, ENTER),
    "placements:sales": Page("/sales/", READ),
    "placements:sale_new": Page("/sales/new/", ENTER, ENTER),
    "placements:sale_import": Page("/sales/import/", ENTER, ENTER),
    "placements:sale_preview": Page("/sales/preview/", post=ENTER),
    "placements:sale": Page(_SALE, READ),
    "placements:sale_reverse": Page(f"{_SALE}reverse/", ENTER, ENTER),
    "placements:sale_attach": Page(f"{_SALE}attach/", FILE, FILE),
    "placements:settlements": Page("/settlements/", READ),
    "placements:deliver": Page("/settlements/deliver/", post=ENTER),
    "placements:receipts": Page("/settlements/receipts/", READ),
    "placements:receipt_new": Page("/settlements/receipts/new/", ENTER, ENTER),
    "placements:receipt": Page(_RECEIPT, READ),
    "placements:receipt_allocate": Page(f"{_RECEIPT}allocate/", ENTER, ENTER),
    "placements:receipt_undo": Page(f"{_RECEIPT}undo/", ENTER, ENTER),
    "placements:receipt_attach": Page(f"{_RECEIPT}attach/", FILE, FILE),
    "placements:failure_new": Page("/settlements/failed/?sale={sale}", ENTER, ENTER),
    "placements:notice_new": Page("/agent-notices/new/?sale={sale}", FILE, FILE),
    "placements:instructions": Page("/instructions/", READ),
    "placements:instruction_new": Page(
        "/instructions/new/?agreement=sales-agreement", ENTER, ENTER
    ),
    "placements:instruction": Page("/instructions/sales-agreement/1/", READ),
    "placements:instruction_edit": Page("/instructions/sales-agreement/1/edit/", ENTER, ENTER),
    "placements:instruction_move": Page("/instructions/sales-agreement/1/void/", post=ENTER),
    "placements:instruction_file": Page(
        "/instructions/sales-agreement/1.csv", get_instead=dict.fromkeys(READ, 404)
    ),
    # Warrants
    "warrants:register": Page("/warrants/", READ),
    "warrants:issue": Page("/warrants/issue/sales-agreement/", READ, ENTER),
    "warrants:issue_placement": Page("/warrants/issue/sales-agreement/2/", READ, ENTER),
    "warrants:holders": Page("/warrants/holders/", READ),
    "warrants:holder": Page("/warrants/holders/cantor-fitzgerald/", READ),
    "warrants:series": Page("/warrants/series/class-b/", READ),
    "warrants:call": Page("/warrants/series/class-b/call/", ENTER, ENTER),
    "warrants:price_call": Page("/warrants/series/class-b/calls/{callnotice}/price/", ENTER, ENTER),
    "warrants:correct_call": Page(
        "/warrants/series/class-b/calls/{callnotice}/correct/", ENTER, ENTER
    ),
    "warrants:splits": Page("/warrants/splits/", READ, ENTER),
    "warrants:registration": Page("/warrants/registration/", READ, ENTER),
    "warrants:attachment": Page("/warrants/attachments/{entryattachment}/", READ),
    "warrants:attach": Page(f"{_WARRANT}attach/", FILE, FILE),
    "warrants:warrant": Page(_WARRANT, READ),
    "warrants:exercise": Page(f"{_WARRANT}exercise/", ENTER, ENTER),
    "warrants:exercise_preview": Page(f"{_WARRANT}exercise/preview/", post=ENTER),
    "warrants:transfer": Page(f"{_WARRANT}transfer/", ENTER, ENTER),
    "warrants:cancel": Page(f"{_WARRANT}cancel/", ENTER, ENTER),
    "warrants:expire": Page(f"{_WARRANT}expire/", ENTER, ENTER),
    "warrants:reverse": Page(f"{_WARRANT}entries/2/reverse/", ENTER, ENTER),
}

# The frame of the admin, which everybody in a group may enter. What it does not show is 404.
_NOT_THE_BOOKS = {ADMINISTRATOR: 404}
_NOT_THE_PEOPLE = {TREASURY: 404, CFO: 404, CONTROLLER: 404}
FRAME = {
    "admin:index": Page("/admin/", MEMBERS),
    "admin:app_list books": Page("/admin/books/", READ, get_instead=_NOT_THE_BOOKS),
    "admin:app_list placements": Page("/admin/placements/", READ, get_instead=_NOT_THE_BOOKS),
    "admin:app_list warrants": Page("/admin/warrants/", READ, get_instead=_NOT_THE_BOOKS),
    "admin:app_list company": Page("/admin/company/", READ, get_instead=_NOT_THE_BOOKS),
    "admin:app_list statements": Page("/admin/statements/", READ, get_instead=_NOT_THE_BOOKS),
    "admin:app_list claims": Page("/admin/claims/", READ, get_instead=_NOT_THE_BOOKS),
    "admin:app_list people": Page("/admin/people/", SEE_PEOPLE, get_instead=_NOT_THE_PEOPLE),
    "admin:jsi18n": Page("/admin/jsi18n/", MEMBERS),
    "admin:logout": Page("/admin/logout/", post=MEMBERS),
    "admin:password_change_done": Page("/admin/password_change/done/", MEMBERS),
    # These show nothing themselves: they lead to a row's page, or search for no form of ours.
    "admin:view_on_site": Page(
        "/admin/r/{type_of_sale}/{sale}/", post=MEMBERS, get_instead=dict.fromkeys(MEMBERS, 302)
    ),
    "admin:None": Page(
        "/admin/placements/sale/{sale}/", post=MEMBERS, get_instead=dict.fromkeys(MEMBERS, 302)
    ),
    "admin:autocomplete": Page("/admin/autocomplete/"),
    # Unnamed: the doors that Django would open beside ours.
    "None": Page(
        "/admin/password_change/", post=EVERYBODY, get_instead=dict.fromkeys(EVERYBODY, 302)
    ),
}

#: Answered before any address is looked up, to whoever asks.
HEALTH = {
    "healthz": Page("/healthz", EVERYBODY, EVERYBODY, open_to_all=True),
    "readyz": Page("/readyz", EVERYBODY, EVERYBODY, open_to_all=True),
}
