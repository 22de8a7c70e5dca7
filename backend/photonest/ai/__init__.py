"""Speaking to the AI service: the client, its errors, half-float vectors, and a fake service for tests."""
