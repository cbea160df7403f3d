"""The files themselves: what may not be written in any of them."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Written in parts, so that this file does not break its own rule.
MACHINE_PATHS = re.compile("|".join(f"/{name}/" for name in ("home", "Users", "root", "work")))
REGISTRY_HOSTS = re.compile("|".join([r"registry\.npm", r"pypi\.o" "rg", "python[h]osted"]))
PURE = ("schemes/blueprints", "schemes/documents", "schemes/reading", "schemes/rules")
CODE = (".py", ".html", ".css", ".js", ".sh")
MOST_LINES = 400
#: A value does not ask the database, the clock or the settings.
IMPURE_MODULES = ("django.db", "django.conf", "django.utils.timezone", "django.contrib", "time")


def tracked_files() -> list[Path]:
    """Every file that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def offences(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


@pytest.mark.parametrize(
    "pattern", [MACHINE_PATHS, REGISTRY_HOSTS], ids=["machine paths", "registry hosts"]
)
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    assert offences(pattern) == []


def test_no_file_of_code_is_long() -> None:
    """A file of more lines holds a second idea; migrations are what tools wrote."""
    code = [path for path in tracked_files() if path.suffix in CODE]
    written = [path for path in code if "migrations" not in path.parts]
    long = {path: len(path.read_text().splitlines()) for path in written}
    assert {str(path): lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_every_requirement_has_a_hash() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        blocks = re.split(r"\n(?=[a-z0-9])", path.read_text())
        bare = [block.split()[0] for block in blocks if "==" in block and "--hash=" not in block]
        assert bare == [], path.name


def test_running_and_testing_use_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text()
        return set(re.findall(r"^([a-z0-9_.-]+(?:\[[a-z,]+\])?==\S+)", text, re.MULTILINE))

    assert pins("base.txt") <= pins("dev.txt")


@pytest.mark.parametrize("package", PURE)
def test_values_ask_neither_database_nor_clock(package: str) -> None:
    impure = []
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                # `facts.today` is the value given; `date.today()` would be the clock.
                owner = node.value
                if isinstance(owner, ast.Name) and owner.id in {"date", "datetime"}:
                    names = [f"time.{node.attr}"]
            impure += [
                f"{path.relative_to(ROOT)}: {name}"
                for name in names
                if any(name == module or name.startswith(module + ".") for module in IMPURE_MODULES)
            ]
    assert impure == []


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "manager", "managers", "misc"}
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_files()
        if path.suffix == ".py" and (path.stem in drawers or drawers & set(path.parent.parts))
    ]
    assert found == []


@pytest.mark.parametrize("package", ["portal", "schemes", "registry", "cms"])
def test_no_file_holds_more_than_one_can_read_at_once(package: str) -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and (lines := path.read_text().count("\n")) > 400
    }
    assert long == {}
