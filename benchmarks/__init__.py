"""Measurements against other libraries, each run as `python -m benchmarks.<name>`."""
