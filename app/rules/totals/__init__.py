"""Adding up the spend of one customer: a total for every kind of qualifying period."""
