"""The database's history. `laurel db upgrade` runs it; the tables themselves are `app/models`."""
