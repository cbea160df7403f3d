"""Templates of letters: what the regulator writes once for every letter of an act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.reference.words import not_known, row_from
from registry.lettered import Lettered, lettered_acts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What a template can name inside a sentence.
INLINE: dict[str, StrOrPromise] = {
    "body": _("the certification body"),
    "approval_no": _("its approval number"),
    "scheme": _("the title of the scheme"),
    "rule_number": _("the rule number"),
    "version": _("the version"),
    "filing": _("the number of the filing"),
    "entry": _("the register number"),
    "track": _("the track"),
    "basis": _("the legal basis of the track"),
    "date": _("the day of the letter"),
    "regulator": _("the regulator"),
}
#: What it can name as a paragraph of its own; one that has nothing to say is left out.
BLOCKS: dict[str, StrOrPromise] = {
    "reasons": _("the reasons in words"),
    "grounds": _("the reasons from the list, each with its clause of the law"),
    "facts": _("days, certificates and what else was decided"),
    "conditions": _("conditions and recommendations"),
    "schemes": _("the schemes, where a letter is about several"),
    "note": _("the paragraph that whoever proposes or decides writes"),
    "remedy": _("the remedy"),
}
#: What no letter goes without, and what one that burdens its body has to say as well.
ALWAYS = ("note",)
WHERE_IT_BURDENS = ("reasons", "grounds", "remedy")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BLANK_LINE = re.compile(r"\n[ \t]*\n")


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a template: what blank lines part."""
    for paragraph in BLANK_LINE.split(text.replace("\r\n", "\n")):
        if paragraph.strip():
            yield paragraph.strip()


class LetterTemplateQuerySet(QuerySet["LetterTemplate"]):
    """Templates by the act and the day."""

    def of(self, act: str, day: date) -> LetterTemplate | None:
        """The one that is in force for an act on a day."""
        return self.filter(act=act, in_force_from__lte=day).order_by("-in_force_from").first()


class LetterTemplate(models.Model):
    """The words of a kind of letter from a day on, with places for what differs.

    A place is a name in braces, such as {body}; nothing else in the text has a meaning.
    """

    act = models.CharField(_("act"), max_length=40)
    in_force_from = models.DateField(_("in force from"))
    title_zh = models.CharField(_("title in Chinese"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=120)
    text_zh = models.TextField(
        _("text in Chinese"),
        help_text=_("Blank lines part paragraphs; names in braces are replaced, such as {body}."),
    )
    text_en = models.TextField(_("text in English"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["act", "-in_force_from"]
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        constraints = [
            models.UniqueConstraint(
                fields=["act", "in_force_from"], name="one_template_of_an_act_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return row_from(self.in_force_from, "letter-templates", act=self.act)

    def clean(self) -> None:
        """The act is one that ends in a letter, and both texts can be filled in."""
        acts = lettered_acts()
        if self.act not in acts:
            known = [act.label for act in acts.values()]
            raise ValidationError({"act": not_known(self.act, known)})
        faults = {
            name: found
            for name in ("text_zh", "text_en")
            if (found := list(_faults_of(getattr(self, name), acts[self.act])))
        }
        if faults:
            raise ValidationError(faults)

    @property
    def title(self) -> dict[str, str]:
        """The title in both languages."""
        return {"zh": self.title_zh, "en": self.title_en}


def _faults_of(text: str, act: Any) -> Iterator[str]:
    """What would keep a text from being filled in, or from saying what the law asks."""
    found = PLACEHOLDER.findall(text)
    known = gettext(", ").join(
        f"{{{name}}}: {words}" for name, words in [*INLINE.items(), *BLOCKS.items()]
    )
    for name in dict.fromkeys(found):
        if name not in INLINE and name not in BLOCKS:
            words = {"name": f"{{{name}}}", "known": known}
            yield gettext("“%(name)s” is not known. Known are: %(known)s.") % words
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        yield gettext("A brace stands alone; a place is a name between { and }.")
    for paragraph in paragraphs(text):
        for name in PLACEHOLDER.findall(paragraph):
            if name in BLOCKS and paragraph != f"{{{name}}}":
                yield gettext("%(name)s has to be a paragraph of its own.") % {
                    "name": f"{{{name}}}"
                }
    burdens = issubclass(act, Lettered) and act.asks_grounds
    for name in (*ALWAYS, *(WHERE_IT_BURDENS if burdens else ())):
        if name not in found:
            words = {"name": f"{{{name}}}", "what": str(BLOCKS[name])}
            yield gettext("%(name)s is missing: %(what)s.") % words
