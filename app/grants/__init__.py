"""Grants: one-time benefits as rows, from the promise to the last word about the money.

What is due is promised here and put before a person where the program says so; each step of a grant is a
named function in `states`. Sending is `delivery.grants`; nothing here reaches the network.
"""
