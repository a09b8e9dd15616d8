"""The database: tables, migrations, repositories and read queries. The only room that knows SQL."""
