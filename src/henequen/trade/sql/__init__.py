"""The engines that run the SQL of the reconciliation: DuckDB and Spark."""
