"""What shoppers see through the app proxy of their store: their whole status, and the program explained."""

from app.web.shopper.routes import blueprint

__all__ = ["blueprint"]
