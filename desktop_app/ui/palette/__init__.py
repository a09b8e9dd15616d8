"""Ctrl+K: one box for patients and for commands."""
