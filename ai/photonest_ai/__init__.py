"""PhotoNest's AI service: pictures in, numbers out. Knows no user, no album, no database."""

__version__ = "0.1.0"
