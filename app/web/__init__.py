"""What answers a browser: the embedded pages, the door of installation, health."""
