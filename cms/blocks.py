"""What an editor may put on a page: text, a note, a step, the words of a law, a picture."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

#: What rich text may contain; headings begin below the page's own.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
NOTE_FEATURES = ["bold", "link", "ul"]


class StepBlock(blocks.StructBlock):
    """One step of a procedure; neighbouring steps are numbered on the page."""

    title = blocks.CharBlock(label=_("what to do"))
    text = blocks.RichTextBlock(features=NOTE_FEATURES, label=_("how to do it"))

    class Meta:
        label = _("step")
        icon = "order"
        template = "cms/blocks/step.html"


class LawBlock(blocks.StructBlock):
    """Words of a law or standard, with the place where they stand."""

    source = blocks.CharBlock(label=_("where the words stand"), help_text=_("Act and article."))
    text = blocks.RichTextBlock(features=["bold"], label=_("quoted words"))

    class Meta:
        label = _("words of a law")
        icon = "openquote"
        template = "cms/blocks/law.html"


class PictureBlock(blocks.StructBlock):
    """A picture with the words that stand for it."""

    image = ImageChooserBlock(label=_("picture"))
    alternative = blocks.CharBlock(
        label=_("description of the picture"),
        required=False,
        help_text=_("For people who cannot see it; empty when it only decorates."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("picture")
        icon = "image"
        template = "cms/blocks/picture.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, label=_("text"), icon="pilcrow", template="cms/blocks/text.html"
    )
    note = blocks.RichTextBlock(
        features=NOTE_FEATURES,
        label=_("highlighted note"),
        icon="info-circle",
        template="cms/blocks/note.html",
    )
    step = StepBlock()
    law = LawBlock()
    picture = PictureBlock()
