"""What the parts of PhotoNest agree on. Apache-2.0; imports only the standard library, pydantic and pluggy."""
