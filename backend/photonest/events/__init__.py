"""Events and their moments: which photos belong together, what it probably was, and what is worth remembering."""
