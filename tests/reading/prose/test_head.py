"""The date of a document that only its first lines print."""

import pytest

from henequen.reading.prose.head import with_date
from tests.reading.prose.texts import document


@pytest.mark.parametrize(
    ("text", "language", "published_on"),
    [
        ("[내부 검토용]              2025. 2. 11.\n\n한-태국 관계 현안 보고\n", "ko", "2025-02-11"),
        ("[방콕=특파원] 입력 2025.04.30 09:12 | 수정 2025.04.30 11:40\n\n양국은 회담을 열었다.\n", "ko", "2025-04-30"),
        ("경북도, 자매결연\n송고시간 2022-09-28 15:42\n\n경북도는 28일 협정을 체결했다.\n", "ko", "2022-09-28"),
        ("Peru country brief\n\nLast updated: August 2023\n\nOverview\n", "en", "2023-08"),
        ("통계\n\n작성: 주태국대사관 경제과 / 2024. 8. 20.\n", "ko", "2024-08-20"),
        ("COMENTARIO 31/2024 7 de mayo de 2024 Observatorio de Asia\n\nChile y Tailandia\n", "es", "2024-05-07"),
        ("Relación de instrumentos (corte: 30 de septiembre de 2022)\n", "es", "2022-09-30"),
        ("Plan de acción\n\nAdoptado en la segunda sesión (Lima, 18 de abril de 2024).\n", "es", "2024-04-18"),
        (
            "ACTA\n\nEn la ciudad de Lima, siendo las nueve de la mañana del veintitrés de octubre de dos mil veinticuatro, "
            "se reunieron las delegaciones.\n",
            "es",
            "2024-10-23",
        ),
        (
            "AGREED MINUTES\n\nThe Third Session was convened in Lima on 5 and 6 June 2023. It recalled the Agreement, done "
            "at Quito on 14 October 2004.\n",
            "en",
            "2023-06-06",
        ),
        (
            "DECLARACIÓN CONJUNTA\n\nCon ocasión de la visita oficial que el Presidente realizó a Lima del 28 al 30 de "
            "noviembre de 2023, ambas partes:\n",
            "es",
            "2023-11-30",
        ),
        ("by홍길동 기자\n2014.03.24 16:45:33\n\n양국은 회담을 열었다.\n", "ko", "2014-03-24"),
        ("Published : Monday, 27 February, 2023 at 12:00 AM\nTalks in Lima\n", "en", "2023-02-27"),
        ("Actualizado a las 19/04/2017 - 10:34\nEl canciller viaja a Lima\n", "es", "2017-04-19"),
        ("By Rehema Juma, Quito · 14 August 2024\n\nPeru signed a treaty.\n", "en", "2024-08-14"),
        ("경제동향 해설\n\n한국수출입은행 아시아팀 · 2025년 3월 작성\n\n교역은 늘었다.\n", "ko", "2025-03"),
        ("농림축산식품부 보도자료      2024. 3. 27.(수)\n\n양국은 회의를 열었다.\n", "ko", "2024-03-27"),
        ("양자조약 목록\n외교부 조약국 작성 / 2022. 6. 30. 기준\n\n수교하였다.\n", "ko", "2022-06-30"),
        ("합동회의 회의록\n\n일시: 2022년 9월 21일(수) 10:00\n장소: 서울\n", "ko", "2022-09-21"),
        (
            "Register of treaties\nTreaties Division, position at 31 January 2024. All are bilateral.\n",
            "en",
            "2024-01-31",
        ),
        ("Newsletter of the Embassy\nIssue 27, Winter 2022/23\n\nDear friends\n", "en", "2022-12"),
        (
            "NOTE VERBALE\n\nThe Ministry confirms that the Agreement signed on 11 November 2002 continues to apply.\n\n"
            "Vientiane, 18 April 2024\n",
            "en",
            "2024-04-18",
        ),
        ("Chronicle\n- Agreement signed in Lima on 30 January 2014; into force 15 May 2014.\n", "en", None),
        ("A note\n\nIt recalled the Agreement, done at Quito on 14 October 2004, and other texts.\n", "en", None),
    ],
)
def test_head_gives_the_date_of_the_document(text: str, language: str, published_on: str | None) -> None:
    assert with_date(document(text, language)).published_on == published_on
