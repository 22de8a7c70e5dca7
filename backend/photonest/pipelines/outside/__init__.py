"""The walks through which photos and words leave this machine, each only for those who said yes.

`asking` is the job; `looking`, `captions` and `words` are one task each; `forgetting` takes all of it back.
"""
