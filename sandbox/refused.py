"""What a person at the store's admin would be told in red: the wish makes no sense on this record."""


class Refused(ValueError):
    """The message is for people; the control API answers it with status 422."""


class Missing(Refused):
    """There is no such record; the control API answers with status 404."""
