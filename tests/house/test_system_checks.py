import pytest
from django.core import checks as django_checks

from portal.core import checks


def break_subsetter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SUBSETTER_NAMES", ("libnothing-of-this-name.so.0",))


def break_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_fonts_for", lambda language: [])


def break_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "which", lambda name: None)


def break_assets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ASSETS", ("govuk/no-such-file.css",))


BROKEN = [
    (break_subsetter, checks.pdf_subsetter_is_present, "core.E001"),
    (break_font, checks.chinese_font_is_present, "core.E002"),
    (break_fontconfig, checks.chinese_font_is_present, "core.E002"),
    (break_assets, checks.front_end_assets_are_present, "core.E003"),
]


@pytest.mark.parametrize(("spoil", "check", "code"), BROKEN)
@pytest.mark.parametrize(("debug", "level"), [(False, checks.checks.ERROR), (True, 30)])
def test_what_fails_silently_is_named_at_the_start(
    monkeypatch, settings, spoil, check, code, debug, level
) -> None:
    settings.DEBUG = debug
    spoil(monkeypatch)
    assert [(found.id, found.level) for found in check(None)] == [(code, level)]


@pytest.mark.parametrize("check", sorted({check for _, check, _ in BROKEN}, key=str))
def test_a_machine_after_make_setup_lacks_nothing(check) -> None:
    assert check(None) == []
    assert check in django_checks.registry.registry.get_checks()
