"""What the benchmarks compare with, each in its own process."""
