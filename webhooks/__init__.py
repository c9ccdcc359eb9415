"""Deliveries from Shopify: received, stored, then processed at our own pace. Never reaches the network."""
