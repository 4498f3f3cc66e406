"""Findings in careful sentences: pure, never a cause."""
