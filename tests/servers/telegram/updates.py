"""How updates reach the bot: by polling or by a webhook, as it asks."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import Any

import aiohttp

from .methods import Refused, bad

NEVER_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """The queue of updates and who takes from it."""

    def __init__(self) -> None:
        self.queue: list[dict[str, Any]] = []
        self.webhook: dict[str, Any] = {}
        self.posted: list[tuple[int, int]] = []
        self.polls = 0
        self.conflicts = 0
        self._allowed: list[str] = []
        self._next_id = 500_000
        self._fresh = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None
        self._posting: asyncio.Task[None] | None = None

    def add(self, kind: str, content: dict[str, Any], /) -> int:
        """Put an update into the queue, if the bot wants its kind; its id, 0 when it does not."""
        if self._allowed and kind not in self._allowed:
            return 0
        if not self._allowed and kind in NEVER_BY_DEFAULT:
            return 0
        self._next_id += 1
        self.queue.append({"update_id": self._next_id, kind: content})
        self._fresh.set()
        return self._next_id

    def again(self, update: dict[str, Any], /) -> None:
        """Bring an update once more, as after a lost answer."""
        self.queue.append(update)
        self._fresh.set()

    async def poll(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """getUpdates."""
        if self.webhook:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self.polls += 1
        if self._poller is not None and not self._poller.done():
            self.conflicts += 1
            self._poller.set_exception(
                Refused(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            )
        self._allow(params)
        offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
        if offset < 0:
            self.queue = self.queue[offset:]
        else:
            self.queue = [u for u in self.queue if u["update_id"] >= offset]
        mine = self._poller = asyncio.get_running_loop().create_future()
        deadline = asyncio.get_running_loop().time() + float(params.get("timeout") or 0)
        while not self.queue and (left := deadline - asyncio.get_running_loop().time()) > 0:
            self._fresh.clear()
            wait = asyncio.ensure_future(self._fresh.wait())
            await asyncio.wait({wait, mine}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            wait.cancel()
            if mine.done():
                break
        if mine.done():
            mine.result()
        mine.cancel()
        return self.queue[:limit]

    def set_webhook(self, params: dict[str, Any]) -> bool:
        """setWebhook; only loopback addresses may do without TLS."""
        url = str(params.get("url", ""))
        if not url:
            return self.delete_webhook(params)
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        secret = str(params.get("secret_token") or "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        self._allow(params)
        if params.get("drop_pending_updates"):
            self.queue.clear()
        self.webhook = {"url": url, "secret": secret}
        self._fresh.set()
        if self._posting is None:
            self._posting = asyncio.create_task(self._post())
        return True

    def delete_webhook(self, params: dict[str, Any]) -> bool:
        """deleteWebhook."""
        self.webhook = {}
        if params.get("drop_pending_updates"):
            self.queue.clear()
        return True

    def info(self) -> dict[str, Any]:
        """getWebhookInfo."""
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.queue),
        }

    async def close(self) -> None:
        """End what runs."""
        if self._posting is not None:
            self._posting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._posting

    def _allow(self, params: dict[str, Any]) -> None:
        if isinstance(params.get("allowed_updates"), list):
            self._allowed = params["allowed_updates"]

    async def _post(self) -> None:
        """Post one update after another; what is not answered with 2xx comes again."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            while True:
                while not (self.queue and self.webhook):
                    self._fresh.clear()
                    await self._fresh.wait()
                update, status = self.queue[0], 0
                headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret"]}
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with session.post(
                        self.webhook["url"], json=update, headers=headers if self.webhook["secret"] else {}
                    ) as answer:
                        status = answer.status
                self.posted.append((update["update_id"], status))
                if 200 <= status < 300:
                    if update in self.queue:
                        self.queue.remove(update)
                else:
                    await asyncio.sleep(0.2)
