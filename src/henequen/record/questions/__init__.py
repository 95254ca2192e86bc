"""Questions that users ask of the record: who is the counterpart, what is due, how two counts differ."""
