#!/usr/bin/env bash
# Everything a checkout needs: system packages, .venv, node_modules, compiled translations.
#
#   .ci/setup.sh          what the site needs
#   .ci/setup.sh tests    and a browser for the tests
#
# Safe to run at any time. Each step keeps the checksum of what it was made from and does
# nothing while that has not changed, so a second run takes a second.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

python="${PYTHON:-python3}"

# --- system packages ----------------------------------------------------------------------

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }

missing_packages() {
    command -v "$python" >/dev/null || echo python3
    # Debian's python3 has no ensurepip, so "python3 -m venv" fails half-way without this.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    local package
    # WeasyPrint: text layout, and the subsetter without which a page takes 9 s instead of 0.1 s.
    for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig; do
        installed "$package" || echo "$package"
    done
    # Without a Chinese font the rule documents are full of boxes. The others print rare Chinese
    # characters (extensions B to H), Tibetan, Mongolian, Yi, Uyghur, Thai and others, and emoji.
    for package in fonts-noto-cjk fonts-noto-core fonts-hanazono fonts-babelstone-han \
        fonts-noto-color-emoji; do
        installed "$package" || echo "$package"
    done
    command -v msgfmt >/dev/null || echo gettext
    command -v make >/dev/null || echo make
    if [ "${1:-}" = tests ]; then
        command -v chromium >/dev/null || echo chromium
        # Playwright brings its own Node, which does not start without this.
        installed libatomic1 || echo libatomic1
    fi
}

install_packages() {
    local packages
    if ! command -v dpkg-query >/dev/null; then
        say "Not a Debian system: install Pango, HarfBuzz (with subset), a CJK font and gettext" \
            "yourself; 'manage.py check' names what is missing."
        return
    fi
    mapfile -t packages < <(missing_packages "$@")
    if [ "${#packages[@]}" -eq 0 ]; then return; fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "Install these first, as root: apt-get update && apt-get install ${packages[*]}"
        as_root=(sudo)
    fi
    say "Installing system packages: ${packages[*]}"
    "${as_root[@]}" apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends "${packages[@]}" >/dev/null
}

# --- steps that remember what they were made from -----------------------------------------

# checksum FILE...: one word for the contents of all files together.
checksum() { cat -- "$@" | sha256sum | cut -d ' ' -f 1; }

# unchanged STAMP WORD: whether the step that wrote STAMP was given the same WORD.
unchanged() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

make_environment() {
    local wanted
    wanted="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') $(checksum requirements/dev.txt)"
    if unchanged .venv/touchstone-stamp "$wanted" && .venv/bin/python -c '' 2>/dev/null; then return; fi
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        die "Touchstone needs Python 3.11 or later; set PYTHON=/path/to/python."
    # A directory copied from elsewhere, or made by another Python, is not worth mending.
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1 ||
        [ "$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')" != "${wanted%% *}" ]; then
        say "Making .venv"
        "$python" -m venv --clear .venv
    fi
    say "Installing the pinned Python packages"
    .venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes \
        -r requirements/dev.txt
    echo "$wanted" >.venv/touchstone-stamp
}

install_assets() {
    local wanted npm=npm
    wanted="$(checksum package.json package-lock.json) without fonts"
    if unchanged node_modules/.touchstone-stamp "$wanted"; then return; fi
    if ! command -v npm >/dev/null; then
        # Debian's npm pulls in some four hundred packages; PyPI carries Node in one.
        if [ ! -x .venv/bin/npm ]; then
            say "Installing Node into .venv (no npm on this system)"
            .venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes \
                -r requirements/node.txt
        fi
        npm="$PWD/.venv/bin/npm"
    fi
    say "Installing the front-end assets"
    PATH="$PWD/.venv/bin:$PATH" "$npm" ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
    # Only gov.uk may serve its fonts: a browser that lays a page out before our own sheet has
    # come must not ask this site for them.
    local sheet=node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css
    sed -i.original -E 's/@font-face\{[^}]*\}//g' "$sheet"
    rm "$sheet.original"
    echo "$wanted" >node_modules/.touchstone-stamp
}

compile_translations() {
    local catalogue
    for catalogue in portal/locale/*/LC_MESSAGES/*.po portal/locale/wagtail/*/LC_MESSAGES/*.po; do
        [ -f "$catalogue" ] || continue
        local compiled="${catalogue%.po}.mo" stamp="${catalogue%.po}.mo.stamp" wanted
        wanted="$(checksum "$catalogue")"
        if [ -f "$compiled" ] && unchanged "$stamp" "$wanted"; then continue; fi
        msgfmt -o "$compiled" "$catalogue"
        echo "$wanted" >"$stamp"
    done
}

install_packages "$@"
make_environment
install_assets
compile_translations
mkdir -p var
