"""One file a model; none imports another, `registry.py` names them."""
