"""Clinic Front Desk: appointments, visits and WhatsApp reminders of a clinic, as one desktop program."""

__version__ = "0.1.0"
