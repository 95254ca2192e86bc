"""Event studies of agreements: what moved after one, against pairs without one."""
