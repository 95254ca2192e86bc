"""Texts in three languages that the gates are tested on: news, a release, a memorandum, with figures and deadlines."""

from henequen.reading.document import ReadDocument

TEXTS = (
    (
        "en",
        "2024-03-05",
        None,
        "In 2023, Chile's exports to South Korea reached US$6.2 billion, up 4.5% from 2022. "
        "Exports from Peru to Spain amounted to €1.3 billion in 2021, while imports reached €780 million. "
        "North Korea was not discussed.\n\n"
        "Mexico recorded a trade deficit of US$12.3 billion with the Republic of Korea in 2022. "
        "South Korean FDI in Chile was US$350 million in 2020. Over 120 South Korean companies operate in Chile.\n\n"
        "Chile and the Republic of Korea signed the Free Trade Agreement in Seoul on 15 February 2003. "
        "The Free Trade Agreement between Peru and South Korea entered into force on 1 August 2011. "
        "The Agreement on Social Security between Chile and Japan has been signed but is not yet in force. "
        "Both countries plan to sign a memorandum of understanding on hydrogen between Chile and South Korea in 2025.\n\n"
        "President Bachelet paid a state visit to Seoul on 11 May 2009. "
        "Both governments of Chile and Peru agreed to establish a joint committee by the end of 2025. "
        "Peru should open a trade office in Madrid before March 2026.",
    ),
    (
        "es",
        "2023-06-01",
        None,
        "En 2022 las exportaciones mexicanas a Corea del Sur sumaron 5,300 mdd, un aumento de 12.4%. "
        "México registró en 2021 un déficit de 14,200 millones de dólares con Corea del Sur. "
        "La inversión extranjera directa de Corea del Sur en México alcanzó 684.3 millones de dólares en 2021.\n\n"
        "México y Corea del Sur firmaron el Acuerdo para Evitar la Doble Imposición el 6 de octubre de 1994. "
        "El Tratado de Libre Comercio entre Chile y Corea del Sur entró en vigor el 1 de abril de 2004. "
        "El Memorándum de Entendimiento en materia de Turismo entre Perú y España aún no está en vigor.\n\n"
        "El canciller visitó Madrid del 3 al 5 de mayo de 2021. "
        "Chile y Perú se comprometen a reducir los trámites a más tardar el 30 de junio de 2026. "
        "Corea del Norte no participó.",
    ),
    (
        "ko",
        "2022-07-05",
        "외교부",
        "배포일: 2022-07-05\n\n"
        "□ 2021년 한국의 대멕시코 수출은 113억 달러로 전년 대비 3.2% 감소하였다.\n\n"
        "□ 2020년 한국의 對칠레 해외직접투자는 3억 2천만 달러를 기록했다.\n\n"
        "□ 2021년 우리나라의 대페루 무역수지는 12억 달러 적자를 기록하였다. 북한 문제는 논의하지 않았다.\n\n"
        "□ 박진 외교부 장관은 7.4.(월) 페루 외교장관과 회담을 갖고 협력을 논의하였다.\n\n"
        "□ 양국은 2019년 5월 3일 「한-칠레 관세협력 양해각서」에 서명하였다.\n\n"
        "□ 한-페루 FTA는 2011년 8월 1일 발효되었다.\n\n"
        "□ 한국과 칠레 양국은 2025년 말까지 공동위원회를 설치하기로 합의하였다.",
    ),
)


def documents() -> list[ReadDocument]:
    """The texts as documents."""
    return [
        ReadDocument(f"text-{language}.txt", "text/plain", text, language, published_on=day, publisher=publisher)
        for language, day, publisher, text in TEXTS
    ]
