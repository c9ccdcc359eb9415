"""Early access: drops on a list and a calendar, planned and changed as a form, with their proof (A10)."""
