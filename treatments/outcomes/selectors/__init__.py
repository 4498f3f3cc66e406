"""Reading the records of a report as they stood at its cut-off: of one patient as points, of a cohort as columns."""
