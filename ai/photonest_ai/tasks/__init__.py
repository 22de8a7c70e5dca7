"""One file a task: pictures or words in, messages of the contract out."""

SPACE = "conse-lite2-minilm@1"
"""The default space: mean of the label vectors of the ten likeliest labels, weighted by probability (ConSE)."""
