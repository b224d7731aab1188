"""The permission table, third part: every action, and who may do it by whatever path."""

from tests.kinds.cases import all_cases
from tests.permissions.people import (
    APPROVE,
    CLOSE,
    ENTER,
    FILE,
    KEEP_PEOPLE,
    MEMBERS,
    READ,
    RECORD,
)

ACTIONS = {
    # Four eyes
    "approve": APPROVE,
    "reject": APPROVE,
    "withdraw": READ,  # and then only one's own request
    "see_decision": READ,  # the same
    # The programme
    "load_programme": ENTER,
    "load_events": ENTER,
    "write_agreement": ENTER,
    "delete_agreement": ENTER,
    "record_exceptional_day": ENTER,
    "correct_exceptional_day": ENTER,
    "delete_exceptional_day": ENTER,
    "ask_amendment": ENTER,
    "load_company": RECORD,
    "record_prices": RECORD,
    # Placements and sales
    "draft_placement": ENTER,
    "revise_draft": ENTER,
    "ask_proposal": ENTER,
    "move_placement": ENTER,
    "record_sales": ENTER,
    "remember_columns": ENTER,
    "ask_reversal": ENTER,
    "deliver": ENTER,
    "record_receipt": ENTER,
    "allocate": ENTER,
    "ask_undo_receipt": ENTER,
    "draft_instruction": ENTER,
    "change_instruction": ENTER,
    "ask_instruction": ENTER,
    "redraft_instruction": ENTER,
    "send_instruction": ENTER,
    "confirm_instruction": ENTER,
    "void_instruction": ENTER,
    # Warrants
    "load_warrants": ENTER,
    "open_warrant": ENTER,
    "issue_warrant": ENTER,
    "ask_issue": ENTER,
    "ask_transfer": ENTER,
    "ask_cancellation": ENTER,
    "ask_split": ENTER,
    "exercise": ENTER,
    "transfer": ENTER,
    "cancel": ENTER,
    "expire": ENTER,
    "ask_entry_reversal": ENTER,
    "give_call_notice": ENTER,
    "price_call": ENTER,
    "ask_call_correction": ENTER,
    "request_registration": ENTER,
    "record_split": ENTER,
    # Documents
    "attach": FILE,
    "attach_to_entry": FILE,
    # Calendar addresses: one's own, and anybody's
    "create_calendar_address": FILE,
    "revoke_calendar_address": FILE,
    "revoke_anyones_calendar_address": KEEP_PEOPLE,
    # API tokens: one's own, and anybody's
    "create_api_token": READ,
    "revoke_api_token": READ,
    "revoke_anyones_api_token": KEEP_PEOPLE,
    # Mail: one's own choice and scheduled reports, and anybody's
    "choose_mail": READ,
    "confirm_address": READ,
    "schedule_report": READ,
    "revise_scheduled_report": READ,
    "pause_scheduled_report": READ,
    "resume_scheduled_report": READ,
    "remove_scheduled_report": READ,
    "leave_scheduled_report": READ,
    "remove_anyones_scheduled_report": KEEP_PEOPLE,
    # Saved views: one's own
    "save_view": MEMBERS,
    "change_view": MEMBERS,
    "remove_view": MEMBERS,
    # Files in the background: one's own
    "ask_for_file": READ,
    "ask_for_proof": READ,
    "record_proof": READ,
    "cancel_job": READ,
    "start_again": READ,
    # Statements; the upload is one's own
    "propose_layout": CLOSE,
    "accept_proposal": CLOSE,
    "accept_all_certain": CLOSE,
    "match_by_hand": CLOSE,
    "undo_match": CLOSE,
    "ask_difference": CLOSE,
    "ask_undo_difference": CLOSE,
    "assign_open_item": CLOSE,
    "record_statement": RECORD,
    "keep_upload": RECORD,
    "record_upload": RECORD,
    "discard_upload": RECORD,
    "sign_off": CLOSE,
    # Access reviews
    "sign_access_review": APPROVE,
    # Periods
    "close_period": CLOSE,
    "ask_reopening": CLOSE,
    # Accounts
    "keep_last_day": KEEP_PEOPLE,
    "keep_issuers": KEEP_PEOPLE,
    "issue_link": KEEP_PEOPLE,
    "unlock": KEEP_PEOPLE,
    "reset_second_factor": KEEP_PEOPLE,
    # Kinds of record whose pages the kernel makes
    "attach_to_record": FILE,
    **{name: may for cases in all_cases() for name, may in cases.actions.items()},
}
