"""The rules of the linter, one file a topic; `app/rules/lint.py` runs them all."""
