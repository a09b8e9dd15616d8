"""The clinic's CSV file and its copy for Excel."""
