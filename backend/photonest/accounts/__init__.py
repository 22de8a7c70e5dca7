"""Users, their choices and how they come in."""
