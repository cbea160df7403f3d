"""Brings the translations up to date with the sources, or checks that they are.

Complete means: every string of the sources is there, translated, none of them a guess of
msgmerge ("fuzzy"), and every placeholder of the original is in the translation.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "portal" / "locale"
LANGUAGES = ("zh_Hans",)
IGNORED = (".venv", "node_modules", "var", "tests", "bench", ".ci")
#: Punctuation of Latin text beside a Chinese character.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
#: A formula, not a sentence.
FORMULAS = ("种子:编号",)
DATES = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date):.*\n', re.MULTILINE)


def update() -> None:
    """Collect the strings of the sources into the catalogues, with Django's own command."""
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-wrap"]
    command += ["--add-location=file", "--verbosity=0"]
    command += [f"--locale={language}" for language in LANGUAGES]
    command += [f"--ignore={name}" for name in IGNORED]
    subprocess.run(command, cwd=ROOT, check=True)


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return [CATALOGUES / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def written_by_hand() -> list[Path]:
    """What Wagtail's own translations lack; its strings are not in our sources."""
    return sorted(CATALOGUES.glob("wagtail/*/LC_MESSAGES/*.po"))


def stale() -> list[str]:
    """The catalogues that `update` would change; they are left as they were."""
    before = {path: path.read_bytes() if path.exists() else b"" for path in catalogues()}
    try:
        update()
        return [
            f"{path.relative_to(ROOT)} is stale: run “make translations” and translate what is new."
            for path, content in before.items()
            if DATES.sub(b"", path.read_bytes()) != DATES.sub(b"", content)
        ]
    finally:
        for path, content in before.items():
            if content:
                path.write_bytes(content)
            else:
                path.unlink(missing_ok=True)


def incomplete(path: Path) -> list[str]:
    """What is missing, guessed or malformed in one catalogue."""
    if not path.exists():
        return [f"{path.relative_to(ROOT)} does not exist."]
    problems = []
    for option, what in (("--untranslated", "not translated"), ("--only-fuzzy", "only guessed")):
        found = subprocess.run(
            ["msgattrib", option, "--no-obsolete", "--no-wrap", str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        strings = re.findall(r"^msgid (\".+\")$", found.stdout, re.MULTILINE)
        problems += [f"{path.relative_to(ROOT)}: {what}: {s}" for s in strings if s != '""']
    checked = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if checked.returncode:
        problems.append(checked.stderr.strip())
    return problems + [f"{path.relative_to(ROOT)}: {words}" for words in half_width(path)]


def half_width(path: Path) -> list[str]:
    """The lines of translations whose punctuation is not that of Chinese."""
    lines = re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', path.read_text("utf-8"), re.MULTILINE)
    for formula in FORMULAS:
        lines = [line.replace(formula, "") for line in lines]
    return [f"punctuation of half width: {line}" for line in lines if HALF_WIDTH.search(line)]


def main(arguments: list[str]) -> int:
    """With `--check` say what is wrong and change nothing; without, update."""
    if arguments != ["--check"]:
        update()
    problems = stale() if arguments == ["--check"] else []
    for path in [*catalogues(), *written_by_hand()]:
        problems += incomplete(path)
    print("\n".join(problems) or "translations: complete")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
