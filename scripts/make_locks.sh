#!/bin/sh
# Makes the two lock files anew from pyproject.toml. Needs .venv and the network; `--upgrade` takes newer versions.
# Universal, so that the Windows-only packages are in; no index address, so that no registry host stands in the repository;
# no configuration of this machine, so that the hashes are those that everybody gets.
set -eu
cd "$(dirname "$0")/.."
compile() {
    env -u UV_FIND_LINKS -u UV_INDEX -u UV_EXTRA_INDEX_URL .venv/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --custom-compile-command "scripts/make_locks.sh" "$@"
}
compile "$@" pyproject.toml --output-file requirements.lock
compile "$@" pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock
