#!/bin/sh
# Builds dist/front-desk/ and tries it: the frozen program must start in an empty home, book by HTTP and stop in order.
set -eu
cd "$(dirname "$0")/.."
command -v objdump >/dev/null 2>&1 || { echo "PyInstaller needs objdump. Install it as root: apt-get install -y --no-install-recommends binutils" >&2; exit 1; }
echo "Building dist/front-desk (about a minute) ..."
.venv/bin/pyinstaller --noconfirm --clean --log-level ERROR --workpath build/frozen --distpath dist build_installer.spec
du -sh dist/front-desk
.venv/bin/python scripts/try_frozen.py dist/front-desk/front-desk
