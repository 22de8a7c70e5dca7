"""How models are found, loaded, run and let go; knows no single model."""
