"""The command line: `photonest …`. A file a command; nothing is imported before its command is chosen."""
