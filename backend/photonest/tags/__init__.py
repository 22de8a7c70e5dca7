"""Tags: what people or models say is in a picture, with source and score."""
