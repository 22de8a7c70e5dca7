"""HTTP in, JSON out. No rules live here."""
