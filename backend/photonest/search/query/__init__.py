"""The query language: words of a person in, a `Query` value out; pure. Its door is `photonest.search.parse`."""
