#!/bin/sh
# Prepares this checkout: system packages (installed where that is allowed), then .venv with the libraries of requirements-dev.lock.
#
# Safe to run again at any time: what is there is left alone (under a second), a half-made .venv is made anew, and nothing but
# .venv is ever removed. Needs git, make and Python 3.11 or newer; made for Debian 12 and its relatives.
set -eu
cd "$(dirname "$0")/.."
umask 022

say() { printf '%s\n' "$*"; }
stop() { printf '\nSet-up stopped: %s\n' "$*" >&2; exit 1; }

# Runs a long command with its output in a log, and says every few seconds that it is alive.
step() {
    title=$1; shift
    log=$(mktemp "${TMPDIR:-/tmp}/front-desk-setup.XXXXXX")
    say "• $title"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!; seconds=0
    trap 'kill $pid 2>/dev/null || true; rm -f "$log"; exit 130' INT TERM HUP
    while kill -0 $pid 2>/dev/null; do
        sleep 1; seconds=$((seconds + 1))
        [ $((seconds % 5)) -ne 0 ] || say "    $seconds s  $(tail -n 1 "$log" | tr -d '\r' | cut -c 1-90)"
    done
    trap - INT TERM HUP
    if wait $pid; then rm -f "$log"; return 0; fi
    say "  That did not work. Its last lines were:"
    tail -n 15 "$log" | sed 's/^/    /'
    rm -f "$log"
    return 1
}

# ------------------------------------------------------------------------------------------------------------------ Python
find_python() {
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
        path=$(command -v "$candidate" 2>/dev/null) || continue
        if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then say "$path"; return 0; fi
    done
    return 1
}

python=$(find_python) || stop "Python 3.11 or newer is needed, and $(python3 --version 2>/dev/null || echo 'no python3') is here. Debian 12 brings it: apt-get install python3 (or name one: PYTHON=/path/to/python3.11 make setup)."

# -------------------------------------------------------------------------------------------------------- system packages
# What must be there, and the Debian package that brings it. Qt's list is measured on a bare system (docs/decisions/0002-set-up-script.md).
libraries="libGL.so.1:libgl1 libEGL.so.1:libegl1 libglib-2.0.so.0:libglib2.0-0 libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3
libxkbcommon.so.0:libxkbcommon0 libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-shape.so.0:libxcb-shape0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libwayland-cursor.so.0:libwayland-cursor0 libcups.so.2:libcups2"
programs="chromium:chromium chromedriver:chromium-driver Xvfb:xvfb xauth:xauth"

missing_packages() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for pair in $libraries; do
        case "$known" in *"${pair%%:*} "*) ;; *) printf '%s ' "${pair##*:}" ;; esac
    done
    for pair in $programs; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || printf '%s ' "${pair##*:}"
    done
    [ -e /usr/lib/chromium/chrome-sandbox ] || printf '%s ' chromium-sandbox
    "$python" -c 'import venv, ensurepip' 2>/dev/null || printf '%s ' python3-venv
}

install_packages() {
    as_root=$1; shift
    # shellcheck disable=SC2086  # empty for root, words for sudo
    step "Reading the package lists" $as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
        step "Installing: $*" $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

missing=$(missing_packages)
if [ -n "$missing" ]; then
    line="apt-get update && apt-get install -y --no-install-recommends ${missing% }"
    command -v apt-get >/dev/null 2>&1 ||
        stop "these are missing, and this system has no apt-get to install them with (the names are Debian's): $missing"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ] && say "System packages are missing; sudo may ask for your password." && sudo -v; then
        as_root="sudo -n"
    else
        stop "system packages are missing and may not be installed from here. Run this line as root, then 'make setup' again:

    $line
"
    fi
    # shellcheck disable=SC2086  # a list of names
    install_packages "$as_root" $missing || stop "the system packages could not be installed (see above). Run as root: $line"
    missing=$(missing_packages)
    [ -z "$missing" ] || stop "still missing after the installation: $missing"
    say "  System packages are there."
fi

# ------------------------------------------------------------------------------------------------------------------- .venv
# Two stamps say what .venv was made from. They are written last, so an interrupted run leaves none and the next one mends it.
digest() { sha256sum "$@" | sha256sum | cut -c 1-64; }
libraries_wanted="$(digest requirements-dev.lock) $PWD $("$python" -c 'import sys; print(sys.version.split()[0])')"
project_wanted=$(digest pyproject.toml desktop_app/__init__.py)
stamped() { [ "$(cat ".venv/$1" 2>/dev/null || true)" = "$2" ]; }

if ! stamped .libraries "$libraries_wanted" || ! .venv/bin/python -c '' 2>/dev/null; then
    rm -f .venv/.libraries .venv/.project
    step "Making .venv with $python" "$python" -m venv --clear .venv || stop ".venv could not be made with $python."
    step "Installing $(grep -c '==' requirements-dev.lock) libraries into .venv (about 250 MB are fetched the first time)" \
        .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off --only-binary :all: --no-deps \
        --require-hashes -r requirements-dev.lock ||
        stop "the libraries could not be installed. Check the internet connection and the disk space, then run 'make setup' again: it goes on from here."
    printf '%s\n' "$libraries_wanted" >.venv/.libraries
fi
if ! stamped .project "$project_wanted" || [ ! -x .venv/bin/front-desk ]; then
    step "Putting front-desk into .venv" .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-index --no-deps \
        --no-build-isolation --editable . || stop "front-desk could not be put into .venv."
    printf '%s\n' "$project_wanted" >.venv/.project
fi
# The first start is then as quick as every other one. Only what changed is compiled.
.venv/bin/python -m compileall -q desktop_app || stop "desktop_app could not be compiled (see above)."
say "Ready: .venv/bin/front-desk"
