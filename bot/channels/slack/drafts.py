"""Answers on their way: a sign at once that there will be one, and the answer in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.talk.model import Reply

from .calls import Calls, Refused
from .failures import Trouble
from .outgoing import Content, line, pages_of, prompt_block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = structlog.get_logger(__name__)

# A response_url takes five messages; one is kept for taking the placeholder back.
_MAX_RESPONSES = 4
# When a line cannot be changed so soon, the answer comes as a message of its own.
_TURN_S = 3.0


class Spot(Protocol):
    """One way of answering."""

    async def open(self, text: str, /) -> None:
        """Show a line until the answer comes."""

    async def finish(self, reply: Reply, /) -> str:
        """Put the answer in its place; the timestamp of its first message, "" when it has none."""

    async def close(self) -> None:
        """Take the line back, when nothing came in its place."""


class Thread:
    """In a thread: a placeholder that is changed into the answer, further pages below it.

    Args:
        chat: The channel's id, or a person's.
        thread: The first message of the thread; "" for none.
        person: Whom hidden answers are shown to.
        alone: True where nobody else reads what is said.
    """

    def __init__(self, calls: Calls, chat: str, thread: str, person: str, /, *, alone: bool) -> None:
        self._calls = calls
        self._chat = chat
        self._thread = thread
        self._person = person
        self._alone = alone
        self._shown = ""  # the placeholder's timestamp

    async def open(self, text: str, /) -> None:
        """Show a line until the answer comes."""
        self._shown = await self._post(line(text))

    async def finish(self, reply: Reply, /) -> str:
        """Put the answer in its place."""
        if reply.toast and not reply.blocks:
            reply_line = line(reply.toast)
            return await self._show([reply_line], hidden=not self._alone)
        pages = with_prompt(pages_of(reply), reply)
        if not pages:
            await self.close()
            return ""
        return await self._show(pages, hidden=reply.hidden and not self._alone)

    async def close(self) -> None:
        """Take the line back, when nothing came in its place."""
        shown, self._shown = self._shown, ""
        if shown:
            try:
                await self._calls.call("chat.delete", {"channel": self._chat, "ts": shown}, repeat=True)
            except Refused as error:
                log.warning("placeholder_stays", chat=self._chat, reason=error.failure.reason)

    async def _show(self, pages: Sequence[Content], *, hidden: bool) -> str:
        if hidden:
            await self.close()
            for page in pages:
                await self._whisper(page)
            return ""
        first = await self._change(pages[0])
        if not first:
            first = await self._post(pages[0])
            await self.close()
        for page in pages[1:]:
            await self._post(page, below=first)
        return first

    async def _change(self, page: Content) -> str:
        """Change the line into a page; "" when there is none or it cannot be, and then the line stays."""
        if not self._shown:
            return ""
        try:
            await change(self._calls, self._chat, self._shown, page, turn_s=_TURN_S)
        except Refused as error:
            log.warning("placeholder_not_changed", chat=self._chat, reason=error.failure.reason)
            if error.failure.trouble is Trouble.MISSING:
                self._shown = ""
            return ""
        shown, self._shown = self._shown, ""
        return shown

    async def _post(self, page: Content, *, below: str = "") -> str:
        thread = self._thread or below
        if not thread:
            return await post(self._calls, self._chat, page)
        try:
            return await post(self._calls, self._chat, {**page, "thread_ts": thread})
        except Refused as error:
            if error.failure.trouble is not Trouble.THREAD:
                raise
            log.info("thread_closed", chat=self._chat, code=error.failure.code)
        # The message was deleted, or its thread is locked: the answer is not lost for that.
        self._thread = ""
        return await post(self._calls, self._chat, page)

    async def _whisper(self, page: Content) -> None:
        where = {"thread_ts": self._thread} if self._thread else {}
        about = {"channel": self._chat, "user": self._person}
        await self._calls.call("chat.postEphemeral", {**page, **where, **about})


class Response:
    """Behind a slash command: a line that only the person sees, shown with a late acknowledgement.

    What everybody is to read is posted in the channel; where the bot is not, it goes by the ``response_url``.

    Args:
        opened: Whether the acknowledgement has shown a line by now.  Only then is it replaced: for a button the
            address stands for the button's message.
        aside: True when nothing of the answer is for others.
    """

    def __init__(
        self,
        calls: Calls,
        chat: str,
        url: str,
        person: str,
        /,
        *,
        opened: Callable[[], bool] = lambda: False,
        aside: bool = False,
    ) -> None:
        self._calls = calls
        self._chat = chat
        self._person = person
        self._url = url
        self._opened = opened
        self._aside = aside

    async def open(self, text: str, /) -> None:
        """Nothing: the line stands there already, or could not be replaced."""

    async def finish(self, reply: Reply, /) -> str:
        """Put the answer in its place."""
        pages = [line(reply.toast)] if reply.toast and not reply.blocks else pages_of(reply)
        pages = with_prompt(pages, reply)
        if not pages:
            await self.close()
            return ""
        if self._aside or reply.hidden or (reply.toast and not reply.blocks):
            await self._hidden(pages)
            return ""
        return await self._public(pages)

    async def close(self) -> None:
        """Take the line back, when nothing came in its place."""
        if self._opened():
            self._opened = lambda: False
            try:
                await self._calls.respond(self._url, {"delete_original": True})
            except Refused as error:
                log.warning("placeholder_stays", chat=self._chat, reason=error.failure.reason)

    async def _hidden(self, pages: Sequence[Content]) -> None:
        opened, self._opened = self._opened(), lambda: False
        for number, page in enumerate(pages[:_MAX_RESPONSES]):
            how = {"response_type": "ephemeral", "replace_original": opened and number == 0}
            await respond(self._calls, self._url, {**page, **how})
        await self._rest(pages[_MAX_RESPONSES:])

    async def _public(self, pages: Sequence[Content]) -> str:
        try:
            first = await post(self._calls, self._chat, pages[0])
        except Refused as error:
            if error.failure.trouble is not Trouble.GONE:
                raise
            await self._aloud(pages)
            return ""
        for page in pages[1:]:
            await post(self._calls, self._chat, {**page, "thread_ts": first})
        await self.close()
        return first

    async def _aloud(self, pages: Sequence[Content]) -> None:
        """The bot is not in the channel."""
        for page in pages[:_MAX_RESPONSES]:
            how = {"response_type": "in_channel", "replace_original": False}
            await respond(self._calls, self._url, {**page, **how})
        await self.close()
        await self._rest(pages[_MAX_RESPONSES:])

    async def _rest(self, pages: Sequence[Content]) -> None:
        """What the ``response_url`` takes no more goes to the person's conversation with the bot."""
        for page in pages:
            await post(self._calls, self._person, page)


def with_prompt(pages: list[Content], reply: Reply, /) -> list[Content]:
    """Pages with the button that opens the field which the reply asks to be filled in."""
    if not reply.prompt_for:
        return pages
    last = pages[-1] if pages else {**line(reply.prompt), "blocks": []}
    return [*pages[:-1], {**last, "blocks": [*last.get("blocks", ()), prompt_block(reply)]}]


async def post(calls: Calls, chat: str, page: Content, /) -> str:
    """A page as a message; once more as plain text when Slack does not accept its form."""
    try:
        return await calls.post(chat, page)
    except Refused as error:
        if error.failure.trouble is not Trouble.MARKUP or not page.get("blocks"):
            raise
        log.warning("markup_refused", chat=chat, code=error.failure.code)
    return await calls.post(chat, _bare(page))


async def change(calls: Calls, chat: str, ts: str, page: Content, /, *, turn_s: float | None = None) -> None:
    """Change a message into a page; once more as plain text when Slack does not accept its form."""
    about = {"channel": chat, "ts": ts, "blocks": []}
    content = {key: value for key, value in page.items() if key != "mrkdwn"}
    try:
        await calls.call("chat.update", {**about, **content}, repeat=True, turn_s=turn_s)
    except Refused as error:
        if error.failure.trouble is not Trouble.MARKUP or not content.get("blocks"):
            raise
        log.warning("markup_refused", chat=chat, code=error.failure.code)
        await calls.call("chat.update", {**about, "text": page["text"]}, repeat=True, turn_s=turn_s)


async def respond(calls: Calls, url: str, page: Content, /) -> None:
    """Send a page to a ``response_url``; once more as plain text when Slack does not accept its form."""
    try:
        await calls.respond(url, page)
    except Refused as error:
        if error.failure.code not in {"http_400", "http_413"} or not page.get("blocks"):
            raise
        log.warning("markup_refused", chat="", code=error.failure.code)
        await calls.respond(url, _bare(page))


def _bare(page: Content) -> Content:
    return {key: value for key, value in page.items() if key != "blocks"}
