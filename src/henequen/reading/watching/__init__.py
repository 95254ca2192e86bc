"""Watching pages, feeds and registers: polite visits, content compared without its noise, a change reported as a diff
of claims.

`difference | visits | seen < watch`; `content | noise` run in the limited child (`worker`), because they parse foreign
files.
"""
