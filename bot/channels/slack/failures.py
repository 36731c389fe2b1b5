"""What a call of Slack's API that failed means, as a value.

Sources: the lists of errors at https://docs.slack.dev/reference/methods/chat.postMessage and
https://docs.slack.dev/reference/methods/chat.update, and aiohttp's tree of exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError

# Slack always says how long; this is for an answer from which something on the way has lost the header.
RETRY_AFTER_S = 30.0
# A token or a permission is mended by people, not by trying at once.
OPERATOR_S = 600.0


class Trouble(StrEnum):
    """What can be done about a failed call."""

    BUSY = "busy"  # not taken: Slack's rate limit; after_s is Slack's
    LATER = "later"  # not taken, and may be sent again
    FAILED = "failed"  # Slack says that it failed; nothing tells that nothing of it was done
    UNSURE = "unsure"  # nobody can tell whether it was taken
    GONE = "gone"  # the channel is not there for the bot any more
    THREAD = "thread"  # not taken: nothing can be written below that message
    MISSING = "missing"  # the message that was to be changed is not there
    MARKUP = "markup"  # not taken: Slack does not accept the form of the message
    REFUSED = "refused"  # not taken, and never will be
    OPERATOR = "operator"  # not taken: the token or a permission of the app; somebody has to act


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that failed.

    Attributes:
        code: Slack's word for it ("channel_not_found"), "http_503", or the name of an exception.
        reason: A sentence for the operator, without secrets.
        after_s: Not again before so many seconds; None when nobody said.
    """

    trouble: Trouble
    code: str
    reason: str
    after_s: float | None = None


_CODES: dict[Trouble, str] = {
    Trouble.BUSY: "ratelimited rate_limited message_limit_exceeded",
    Trouble.LATER: "service_unavailable request_timeout team_added_to_org",
    # "It's possible some aspect of the operation succeeded before the error was raised."
    Trouble.UNSURE: "internal_error fatal_error",
    Trouble.GONE: """
        channel_not_found not_in_channel is_archived channel_is_limited_access channel_type_not_supported
        cannot_dm_bot user_not_found user_disabled external_channel_migrating
        as_user_not_supported_for_channel_membership""",
    Trouble.THREAD: """
        thread_not_found cannot_reply_to_message restricted_action_thread_locked invalid_thread_ts
        restricted_action_non_threadable_channel""",
    Trouble.MISSING: "message_not_found cant_update_message edit_window_closed",
    Trouble.MARKUP: """
        invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text invalid_arguments
        invalid_attachments too_many_attachments attachment_payload_limit_exceeded block_mismatch
        invalid_metadata_format invalid_metadata_schema metadata_too_large""",
    # account_inactive is about the token's owner, never about the channel.
    Trouble.OPERATOR: """
        invalid_auth not_authed token_revoked token_expired account_inactive missing_scope no_permission
        not_allowed_token_type access_denied accesslimited ekm_access_denied org_login_required
        two_factor_setup_required enterprise_is_restricted team_access_not_granted deprecated_endpoint
        method_deprecated unknown_method messages_tab_disabled metadata_must_be_sent_from_app
        app_missing_action_url""",
}
_TROUBLES = {code: trouble for trouble, codes in _CODES.items() for code in codes.split()}
_WORDS = {
    Trouble.BUSY: "Slack asks to wait",
    Trouble.LATER: "Slack did not take it",
    Trouble.FAILED: "Slack failed",
    Trouble.UNSURE: "Nobody can tell whether Slack took it",
    Trouble.GONE: "The bot cannot write there any more",
    Trouble.THREAD: "Nothing can be written below that message",
    Trouble.MISSING: "The message cannot be changed any more",
    Trouble.MARKUP: "Slack does not accept the form of the message",
    Trouble.REFUSED: "Slack refuses it",
    Trouble.OPERATOR: "The app's token or permissions have to be looked at",
}


def failure_of(error: BaseException, /) -> Failure:
    """What an exception of slack_sdk or aiohttp means for the call that raised it.

    Anything that is not known to have happened before the request was written counts as ``UNSURE``.
    """
    if isinstance(error, SlackApiError):
        return _answered(error.response)
    name = type(error).__name__
    if isinstance(error, aiohttp.InvalidURL):
        return _failure(Trouble.OPERATOR, name, after_s=OPERATOR_S)
    if isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.ClientHttpProxyError
    ):
        return Failure(Trouble.LATER, name, f"Slack cannot be reached ({name}).")
    return _failure(Trouble.UNSURE, name)


def failure_of_code(code: str, /, *, needed: str = "") -> Failure:
    """What an error in one of Slack's answers means ("channel_not_found").

    Args:
        needed: The permission that is missing, for ``missing_scope``.
    """
    trouble = _TROUBLES.get(code, Trouble.REFUSED)
    after_s = {Trouble.OPERATOR: OPERATOR_S, Trouble.BUSY: RETRY_AFTER_S}.get(trouble)
    return _failure(trouble, f"{code} {needed}".rstrip(), after_s=after_s)


def failure_of_status(status: int, headers: Mapping[str, str], /) -> Failure:
    """What a status other than 200 of a ``response_url`` means."""
    if status == 429:
        return _failure(Trouble.BUSY, "http_429", after_s=_retry_after_s(headers))
    if status in {500, 503}:
        return _failure(Trouble.FAILED, f"http_{status}", after_s=_retry_after_s(headers, default=None))
    if status >= 500:
        return _failure(Trouble.UNSURE, f"http_{status}")
    return _failure(Trouble.REFUSED, f"http_{status}")


def _answered(response: object) -> Failure:
    """Slack, or something on the way to it, has answered."""
    # The library gives its own response, or aiohttp's when the body was no JSON.
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    headers = getattr(response, "headers", None) or {}
    body: Mapping[str, object] = data if isinstance(data, dict) else {}
    code = str(body.get("error") or "")
    if status == 429:
        return _failure(Trouble.BUSY, code or "http_429", after_s=_retry_after_s(headers))
    if status in {500, 503}:
        return _failure(Trouble.FAILED, code or f"http_{status}", after_s=_retry_after_s(headers, default=None))
    if status >= 500:  # a gateway speaks, which cannot know what Slack did
        return _failure(Trouble.UNSURE, code or f"http_{status}")
    if code:
        return failure_of_code(code, needed=str(body.get("needed") or ""))
    if status == 413:
        return _failure(Trouble.MARKUP, "http_413")
    if status >= 400:
        return _failure(Trouble.OPERATOR, f"http_{status}", after_s=OPERATOR_S)
    return _failure(Trouble.UNSURE, f"http_{status}")


def _failure(trouble: Trouble, code: str, *, after_s: float | None = None) -> Failure:
    return Failure(trouble, code.partition(" ")[0], f"{_WORDS[trouble]} ({code}).", after_s)


def _retry_after_s(headers: Mapping[str, str], *, default: float | None = RETRY_AFTER_S) -> float | None:
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(0.0, float(found))
    except ValueError:
        return default
