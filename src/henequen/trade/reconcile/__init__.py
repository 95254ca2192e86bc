"""Mirror reconciliation: one figure with an interval from what two sides report of the same flow."""
