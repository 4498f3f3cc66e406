"""The drawings of a repeatability report: `repeatability_charts.repeatability_charts` gives them all. Pure."""
