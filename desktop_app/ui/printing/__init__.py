"""Paper: the day's list of a doctor and a patient's token slip, to a printer or into a PDF."""
