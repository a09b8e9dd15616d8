"""Dialogs, each a question that needs an answer before going on."""
