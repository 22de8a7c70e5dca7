"""Pictures decoded, and what is made of them: `decoding` is the way in; everything else runs in its fenced children."""
