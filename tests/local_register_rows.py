"""The damaged table of local ties, as a person read it: 34 rows, the parties that stay open, the cells put back."""

from __future__ import annotations

# row: table, places, date as told, status as printed
ROWS: dict[int, tuple[str, str, str, str]] = {
    1: ("instruments", "MX-MEX KR-41", "1996-05", "ended"),
    2: ("instruments", "MX-JAL KR-48", "1997-03", "automatic renewal"),
    3: ("instruments", "MX-MEX KR-41", "1997-08", "validity not stipulated"),
    4: ("instruments", "MX-BCN KR-47", "1998-11", "ended"),
    5: ("instruments", "MX-COL KR-43", "1999-11", "validity not stipulated"),
    6: ("instruments", "MX-JAL KR-48", "2000-07", "completed"),
    7: ("instruments", "MX-OAX KR-42", "2000-07", ""),
    8: ("instruments", "MX-QUE KR-46", "2002-09", "validity not specified"),
    9: ("instruments", "MX-JAL KR-48", "2002-11", ""),
    10: ("activities", "MX-YUC", "2005", ""),
    11: ("instruments", "MX-PUE", "2006-01", "completed"),
    12: ("instruments", "MX-QUE KR-46", "2007-08", "completed"),
    13: ("instruments", "MX-DUR", "2008-01", "ended"),
    14: ("instruments", "MX-PUE", "2008-04", "completed"),
    15: ("instruments", "MX-MEX", "2008-04", "completed"),
    16: ("instruments", "MX-OAX", "2008-06", "completed"),
    17: ("instruments", "MX-OAX", "2009-07", "completed"),
    18: ("activities", "MX-YUC", "2010", "current"),
    19: ("instruments", "MX-DUR", "2010-09", "completed"),
    20: ("instruments", "MX-CMX KR-11", "2010-11", "completed"),
    21: ("instruments", "MX-DUR", "2011-05", "completed"),
    22: ("instruments", "MX-DUR", "2014-01", "completed"),
    23: ("instruments", "MX-QUE KR-11", "2016-04", "Completed"),
    24: ("activities", "MX-CMX", "2017-09", ""),
    25: ("activities", "MX-MIC", "2018-02", ""),
    26: ("activities", "MX-CMX", "2018-05", ""),
    27: ("activities", "MX-CMX MX-NLE", "2018-10", ""),
    28: ("instruments", "MX-CMX KR-11", "2019", ""),
    29: ("instruments", "MX-NLE", "2019-03", ""),
    30: ("activities", "MX-NLE", "2019-05", ""),
    31: ("activities", "MX-YUC MX-CAM", "2019-08", ""),
    32: ("activities", "MX-SON", "2020-11", ""),
    33: ("activities", "MX-PUE", "2021-08", ""),
    34: ("activities", "MX-JAL", "2021-10", ""),
}
OPEN_PARTY = {13, 14, 16, 17, 19, 21, 22}
PUT_BACK = {
    4: ("Subject", "economic"),
    7: ("Subject", "multi-issue"),
    21: ("Project description", ""),
    23: ("Subject", "health"),
    26: ("Project description", ""),
}
