#!/bin/sh
# Succeeds if a window opened now would be seen by somebody: a display is named, and Qt can really open it.
cd "$(dirname "$0")/.."
case "${QT_QPA_PLATFORM:-}" in offscreen* | minimal*) exit 1 ;; esac
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || exit 1
# Qt aborts where it cannot; in a subshell, so that the shell's word about it is swallowed too.
(ulimit -c 0; .venv/bin/python -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])' || exit 1) >/dev/null 2>&1
