"""Finding, correcting, merging and erasing patients."""
