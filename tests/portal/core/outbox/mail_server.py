"""A real SMTP server on this machine that can be told to refuse, to be silent, and to recover."""

from __future__ import annotations

import asyncio
import email
import socket
import time
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

#: What the server answers when it refuses at this command.
REFUSALS = {
    "MAIL": "451 Not now",
    "RCPT": "550 No such mailbox",
    "DATA": "554 Not wanted",
}


class _Session(SMTP):
    """The protocol, with the farewell and the greeting open to mischief."""

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        await self.event_handler.may_be_silent("EHLO")
        await super().smtp_EHLO(hostname)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        await self.event_handler.may_be_silent("QUIT")
        await super().smtp_QUIT(arg)


class MailServer(Controller):
    """Keeps what it accepts; `refuses_at` and `silent_at` name the command it fails at."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.refuses_at = ""
        self.silent_at = ""
        super().__init__(self, hostname="127.0.0.1", port=_free_port())

    def factory(self) -> SMTP:
        return _Session(self, hostname="mail.test.example")

    def __enter__(self) -> MailServer:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._thread is not None:
            self.stop()

    def recovers(self) -> None:
        self.refuses_at = self.silent_at = ""

    async def may_be_silent(self, command: str) -> None:
        if self.silent_at == command:
            await asyncio.sleep(60)

    async def _answer(self, command: str, fine: str = "250 OK") -> str:
        await self.may_be_silent(command)
        return REFUSALS[command] if self.refuses_at == command else fine

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer("MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses_at != "DATA":
            self.received.append(email.message_from_bytes(envelope.content))
        return await self._answer("DATA", "250 Accepted")

    @property
    def recipients(self) -> list[str]:
        return [str(message["To"]) for message in self.received]

    @property
    def ids(self) -> set[str]:
        return {str(message["Message-ID"]) for message in self.received}

    def wait_for(self, number: int, seconds: float = 20) -> None:
        """Until so many mails have come; a test that waits too long fails at its assertion."""
        deadline = time.monotonic() + seconds
        while len(self.received) < number and time.monotonic() < deadline:
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
