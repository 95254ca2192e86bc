"""Statistical tools of the reconciliation: variance components, null model, matching, shrinkage."""
