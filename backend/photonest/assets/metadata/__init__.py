"""What a file says about itself: `reading` is the way in, a format or a topic has a file; decodes no pixel."""
