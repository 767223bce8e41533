"""Tests of the benchmarks that measure: that what they compare is right."""
