"""Benchmarks: each compares with a floor in the same run and reports a ratio."""
