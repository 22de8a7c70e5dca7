"""Assets: what users keep, their files, and what is known about them."""
