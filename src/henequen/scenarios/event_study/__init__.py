"""Event studies of agreements: trade after one, compared with pairs without one."""
