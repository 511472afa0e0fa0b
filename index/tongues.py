"""Questions in one language, passages in another: what the language itself adds to a vector.

A multilingual encoder puts an English question nearer to everything English, and nearer to some
Chinese passages than to others, for no reason of content. The same plain questions in two languages
differ, on average, by just that; without it, a query asks as if in the passages' language.

Knows languages and vectors; nothing of rows or scores.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from corpus.language import detect
from index.function_words import BY_LANGUAGE
from index.types import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_OTHER_SCRIPTS = ("zh", "ja", "ko", "ru", "uk", "el", "ar", "he", "th", "hi")

SHARE = 0.6
"""How much of the difference is taken off: .5 to .75 measured alike, all of it worse."""

QUESTIONS: dict[str, tuple[str, ...]] = {
    "zh": (
        "这座桥是哪一年建成的？",
        "谁创办了这家报社？",
        "该市有多少人口？",
        "战争是怎样结束的？",
        "这部小说的作者是谁？",
        "为什么工厂要裁减工人？",
        "运动会在哪里举行？",
        "新法律对农民有什么影响？",
        "哪支球队赢得了冠军？",
        "科学家发现了什么物质？",
        "政府为学校拨了多少钱？",
        "国王去世后由谁继位？",
        "这条河流经哪些国家？",
        "医生建议病人做什么？",
        "公司去年生产了多少辆汽车？",
        "教堂的建筑属于什么风格？",
    ),
    "en": (
        "In which year was the bridge completed?",
        "Who founded the newspaper?",
        "What is the population of the city?",
        "How did the war end?",
        "Who is the author of the novel?",
        "Why did the factory have to lay off workers?",
        "Where were the games held?",
        "What effect did the new law have on farmers?",
        "Which team won the championship?",
        "What substance did the scientists discover?",
        "How much money did the government give to schools?",
        "Who took the throne after the king died?",
        "Which countries does the river flow through?",
        "What did the doctor advise the patient to do?",
        "How many cars did the company produce last year?",
        "What style is the architecture of the church?",
    ),
    "ja": (
        "この橋は何年に完成しましたか。",
        "この新聞社を創設したのは誰ですか。",
        "その市の人口はどれくらいですか。",
        "戦争はどのように終わりましたか。",
        "この小説の作者は誰ですか。",
        "なぜ工場は労働者を減らさなければならなかったのですか。",
        "大会はどこで開かれましたか。",
        "新しい法律は農民にどんな影響を与えましたか。",
        "どのチームが優勝しましたか。",
        "科学者はどんな物質を発見しましたか。",
        "政府は学校にいくら支給しましたか。",
        "国王の死後、誰が王位を継ぎましたか。",
        "この川はどの国を流れていますか。",
        "医師は患者に何を勧めましたか。",
        "会社は昨年何台の自動車を生産しましたか。",
        "教会の建築はどのような様式ですか。",
    ),
    "ko": (
        "이 다리는 몇 년에 완공되었습니까?",
        "이 신문사를 세운 사람은 누구입니까?",
        "그 도시의 인구는 얼마입니까?",
        "전쟁은 어떻게 끝났습니까?",
        "이 소설의 작가는 누구입니까?",
        "공장은 왜 노동자를 줄여야 했습니까?",
        "대회는 어디에서 열렸습니까?",
        "새 법은 농민에게 어떤 영향을 주었습니까?",
        "어느 팀이 우승했습니까?",
        "과학자들은 어떤 물질을 발견했습니까?",
        "정부는 학교에 얼마를 지원했습니까?",
        "왕이 죽은 뒤 누가 왕위를 이었습니까?",
        "이 강은 어느 나라들을 지나갑니까?",
        "의사는 환자에게 무엇을 권했습니까?",
        "회사는 작년에 자동차를 몇 대 생산했습니까?",
        "교회 건축은 어떤 양식입니까?",
    ),
    "es": (
        "¿En qué año se terminó el puente?",
        "¿Quién fundó el periódico?",
        "¿Cuántos habitantes tiene la ciudad?",
        "¿Cómo terminó la guerra?",
        "¿Quién es el autor de la novela?",
        "¿Por qué tuvo la fábrica que despedir trabajadores?",
        "¿Dónde se celebraron los juegos?",
        "¿Qué efecto tuvo la nueva ley en los campesinos?",
        "¿Qué equipo ganó el campeonato?",
        "¿Qué sustancia descubrieron los científicos?",
        "¿Cuánto dinero dio el gobierno a las escuelas?",
        "¿Quién subió al trono tras la muerte del rey?",
        "¿Por qué países pasa el río?",
        "¿Qué aconsejó el médico al paciente?",
        "¿Cuántos coches produjo la empresa el año pasado?",
        "¿De qué estilo es la arquitectura de la iglesia?",
    ),
    "fr": (
        "En quelle année le pont a-t-il été achevé ?",
        "Qui a fondé le journal ?",
        "Combien d'habitants compte la ville ?",
        "Comment la guerre s'est-elle terminée ?",
        "Qui est l'auteur du roman ?",
        "Pourquoi l'usine a-t-elle dû licencier des ouvriers ?",
        "Où les jeux ont-ils eu lieu ?",
        "Quel effet la nouvelle loi a-t-elle eu sur les paysans ?",
        "Quelle équipe a remporté le championnat ?",
        "Quelle substance les scientifiques ont-ils découverte ?",
        "Combien d'argent le gouvernement a-t-il donné aux écoles ?",
        "Qui est monté sur le trône après la mort du roi ?",
        "Quels pays le fleuve traverse-t-il ?",
        "Qu'a conseillé le médecin au patient ?",
        "Combien de voitures l'entreprise a-t-elle produites l'an dernier ?",
        "De quel style est l'architecture de l'église ?",
    ),
    "de": (
        "In welchem Jahr wurde die Brücke fertiggestellt?",
        "Wer hat die Zeitung gegründet?",
        "Wie viele Einwohner hat die Stadt?",
        "Wie endete der Krieg?",
        "Wer ist der Autor des Romans?",
        "Warum musste die Fabrik Arbeiter entlassen?",
        "Wo fanden die Spiele statt?",
        "Welche Folgen hatte das neue Gesetz für die Bauern?",
        "Welche Mannschaft gewann die Meisterschaft?",
        "Welchen Stoff entdeckten die Wissenschaftler?",
        "Wie viel Geld gab die Regierung den Schulen?",
        "Wer bestieg nach dem Tod des Königs den Thron?",
        "Durch welche Länder fließt der Fluss?",
        "Was riet der Arzt dem Patienten?",
        "Wie viele Autos stellte die Firma im letzten Jahr her?",
        "In welchem Stil ist die Kirche gebaut?",
    ),
    "ru": (
        "В каком году был построен мост?",
        "Кто основал газету?",
        "Каково население города?",
        "Как закончилась война?",
        "Кто автор романа?",
        "Почему заводу пришлось уволить рабочих?",
        "Где проходили игры?",
        "Как новый закон повлиял на крестьян?",
        "Какая команда выиграла чемпионат?",
        "Какое вещество открыли учёные?",
        "Сколько денег правительство выделило школам?",
        "Кто взошёл на престол после смерти короля?",
        "Через какие страны протекает река?",
        "Что врач посоветовал пациенту?",
        "Сколько автомобилей выпустила компания в прошлом году?",
        "В каком стиле построена церковь?",
    ),
}


def asked_in(query: str) -> str:
    """The language of a question that `QUESTIONS` has; "" where it is none of them, or not clear.

    A question is too short for what tells an article's language. In the Latin script its question
    and function words decide; a question without any is taken for English.
    """
    base = detect(query).partition("-")[0]
    words = re.findall(r"[^\W\d_]+", query.lower())
    if any(word < "\u0250" for word in words) and base not in _OTHER_SCRIPTS:
        counts = {
            language: sum(word in known for word in words)
            for language, known in BY_LANGUAGE.items()
        }
        best = max(counts, key=lambda language: (counts[language], language == base))
        base = best if counts[best] else base or "en"
    return base if base in QUESTIONS else ""


class Tongues:
    """What each language adds to a query's vector, found when it is first needed."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._guard = threading.Lock()
        self._means: dict[str, Vector] = {}

    def shift(self, asked: str, read: str) -> Vector:
        """To be taken off a query in one language so that it asks as if in the other."""
        import numpy as np

        difference: Vector = np.float32(SHARE) * (self._mean(asked) - self._mean(read))
        return difference

    def _mean(self, language: str) -> Vector:
        with self._guard:
            if language not in self._means:
                vectors = self._encoder.encode_queries(QUESTIONS[language])
                self._means[language] = vectors.mean(axis=0)
            return self._means[language]
