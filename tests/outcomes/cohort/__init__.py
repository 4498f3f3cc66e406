"""The cohort core, held against the per-patient core and against known answers."""
