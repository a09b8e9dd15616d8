"""The one page of a data folder without a clinic."""
