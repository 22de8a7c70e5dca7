"""The one door to the AI service."""
