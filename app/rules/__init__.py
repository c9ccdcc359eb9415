"""The rules: pure functions of plain data.

Nothing here reads a clock, a database, a file or the network; `now` is always an argument.
Money is `int` in minor units, days are the shop's local days, instants are aware UTC.
"""
