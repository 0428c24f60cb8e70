"""Keeping the whole cupboard somewhere else: a copy of everything in one file, brought back on any machine, in SQLite or in PostgreSQL."""
