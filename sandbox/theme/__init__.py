"""The storefront's theme: it renders the blocks of the app's theme extension from the files it deploys.

Liquid is python-liquid with the few filters and objects of Shopify's that the blocks use. What a block cannot
do there is undefined here too; how Shopify caches a page is not imitated.
"""
