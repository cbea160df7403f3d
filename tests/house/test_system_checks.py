import pytest
from django.core import checks as django_checks

from portal.core import checks
from portal.core.fonts import Coverage


def break_subsetter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SUBSETTER_NAMES", ("libnothing-of-this-name.so.0",))


def break_font(monkeypatch: pytest.MonkeyPatch) -> None:
    latin_alone = Coverage([(0x20, 0x24F)])
    monkeypatch.setattr(checks, "printable_code_points", lambda: latin_alone)


def break_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "printable_code_points", lambda: None)


def break_assets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ASSETS", ("govuk/no-such-file.css",))


BROKEN = [
    (break_subsetter, checks.pdf_subsetter_is_present, "core.E001"),
    (break_font, checks.chinese_font_is_present, "core.E002"),
    (break_fontconfig, checks.chinese_font_is_present, "core.E002"),
    (break_assets, checks.front_end_assets_are_present, "core.E003"),
]
CHECKS = [*dict.fromkeys(check for _, check, _ in BROKEN), checks.rarer_scripts_can_be_printed]


@pytest.mark.parametrize(("spoil", "check", "code"), BROKEN)
@pytest.mark.parametrize(("debug", "level"), [(False, checks.checks.ERROR), (True, 30)])
def test_what_fails_silently_is_named_at_the_start(
    monkeypatch, settings, spoil, check, code, debug, level
) -> None:
    settings.DEBUG = debug
    spoil(monkeypatch)
    assert [(found.id, found.level) for found in check(None)] == [(code, level)]


def test_a_machine_that_prints_chinese_alone_is_warned_of_the_rest(monkeypatch) -> None:
    chinese = Coverage([(0x20, 0x24F), (0x3000, 0x9FFF)])
    monkeypatch.setattr(checks, "printable_code_points", lambda: chinese)
    assert checks.chinese_font_is_present(None) == []
    assert [found.id for found in checks.rarer_scripts_can_be_printed(None)] == ["core.W004"]


@pytest.mark.parametrize("check", CHECKS)
def test_a_machine_after_make_setup_lacks_nothing(check) -> None:
    assert check(None) == []
    assert check in django_checks.registry.registry.get_checks()
