"""The only place where a chart is described: findings become Vega-Lite specifications. Pure."""
