"""Linking the clinic's phone, and how sending stands."""
