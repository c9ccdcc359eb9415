"""The tiers page: thresholds on the shop's own customers, drafts, comparing and publishing."""
