"""The repositories of a unit of work: the domain's values in and out, SQL in between."""
