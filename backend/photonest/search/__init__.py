"""Finding: embeddings, words and tags in, ranked photos with reasons out."""
