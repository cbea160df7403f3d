"""Where each piece of a file belongs in a blueprint, as proposals that people confirm."""

from __future__ import annotations

from schemes.from_word.recognising.proposals import Proposal, Why
from schemes.from_word.recognising.walking import Knowledge, recognise

__all__ = ["Knowledge", "Proposal", "Why", "recognise"]
