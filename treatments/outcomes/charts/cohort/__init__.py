"""The drawings of a cohort report, one file per chart: `cohort_charts.cohort_charts` gives them all. Pure."""
