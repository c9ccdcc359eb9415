"""The only package that knows Shopify: Admin GraphQL 2026-10, tokens, and what we make in a store."""
