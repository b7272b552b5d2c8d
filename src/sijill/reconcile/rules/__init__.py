"""One small function a rule-set, and beside it its data: where it was published, its grades, its conventions."""
