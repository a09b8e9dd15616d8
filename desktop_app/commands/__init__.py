"""What the program can be asked to do, one module a command; each answers with an exit code of contract section 1."""
