"""Which passwords are refused beyond Django's rules: those that somebody guesses soon."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: OWASP ASVS 2.1.1 and 2.1.2, in characters.
SHORTEST, LONGEST = 12, 128
BLANKS = re.compile(r"\s+")
#: Of 0 to 4, as zxcvbn counts: 4 is more than 10^10 guesses.
NEEDED_SCORE = 4
#: What is longer is judged by its beginning: the time that judging takes grows with the length.
JUDGED = 72


class LengthValidator:
    """Refuses fewer than 12 characters, with blanks in a row counted once, and more than 128."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when the password is too short or too long."""
        if len(BLANKS.sub(" ", password)) < SHORTEST:
            raise ValidationError(
                _("This password has fewer than %(number)d characters; blanks in a row are one."),
                code="password_too_short",
                params={"number": SHORTEST},
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password has more than %(number)d characters."),
                code="password_too_long",
                params={"number": LONGEST},
            )

    def get_help_text(self) -> str:
        """What the page says beside the field."""
        words = _("At least %(shortest)d characters, at most %(longest)d.")
        return words % {"shortest": SHORTEST, "longest": LONGEST}


class GuessablePasswordValidator:
    """Refuses what is leaked, repeated, a sequence, a date, or made of the person's own words.

    Measured offline with zxcvbn (Wheeler, USENIX Security 2016), which ships 30,000 passwords from
    breaches and knows keyboard rows, repetitions and common replacements. No network is asked, so
    no password, nor a part of its digest, leaves the machine.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when the password would be guessed."""
        # Late: the lists of words are half a megabyte that few processes need.
        from zxcvbn import zxcvbn

        judgement = zxcvbn(password[:JUDGED], user_inputs=_own_words(user))
        if judgement["score"] < NEEDED_SCORE:
            raise ValidationError(
                _(
                    "This password is easy to guess: it is among leaked ones, repeats itself or "
                    "follows a pattern. Take several words that have nothing to do with each other."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """What the page says beside the field."""
        return _("No leaked password, no repetition or sequence; several unrelated words are good.")


def _own_words(user: Any) -> list[str]:
    """What others know of the person and would try first."""
    if user is None:
        return ["touchstone"]
    address = str(user.email)
    words = [address, *address.replace("@", ".").split("."), user.name, user.name_en]
    return ["touchstone", *(word for word in words if word)]
