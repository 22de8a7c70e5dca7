"""Faces and people. Boxes come by default; recognition only after the owner said yes."""
