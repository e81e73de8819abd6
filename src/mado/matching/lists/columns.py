"""The columns a list of a pairing round may have. docs/howto/pair-two-lists.md shows this table; a test compares them.

Only an id and a place (country, or time zone) must stand in a row. What is not said excludes nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mado.kernel.text import folded_heading

LANGUAGES = ("zh-hant", "en", "ja", "ko")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`headings`: language → headings known, the template's first. `meaning`, `otherwise` (what an empty cell means) and
    `example` are English, for the documentation."""

    key: str
    headings: Mapping[str, tuple[str, ...]]
    meaning: str
    otherwise: str
    example: str = ""

    def heading(self, language: str) -> str:
        return self.headings.get(language, self.headings["en"])[0]


def _column(  # noqa: PLR0917  # a table reads best without forty times the same keywords
    key: str, zh: str, en: str, ja: str, ko: str, meaning: str, otherwise: str, example: str = ""
) -> ListColumn:
    texts = zip(LANGUAGES, (zh, en, ja, ko), strict=True)
    return ListColumn(key, {language: tuple(text.split("|")) for language, text in texts}, meaning, otherwise, example)


NOT_SAID = "not said: fits everybody"

COLUMNS = (
    _column("id", "編號|學校代碼|代碼|代號|序號|流水號|Mado 代碼", "ID|School ID|School code|Code|Identifier|Mado code|Number|No.|Nr.", "番号|ID|学校番号|学校コード|コード|整理番号|通し番号|受付番号", "번호|ID|학교 번호|학교코드|코드|연번|순번|일련번호",
            "What tells the row from all others of its list. A school with two wishes has two rows with two ids.", "needed", "TW-01"),
    _column("name", "學校名稱|校名|學校|名稱", "Name of the school|Name|School name|School", "学校名|学校名称|名称|校名", "학교명|학교 이름|이름",
            "Shown in the report.", "the id", "港都國民小學"),
    _column("country", "國家|國別|國家代碼|所在國|國家/地區", "Country|Country code", "国|国名|国コード|国・地域", "국가|나라|국가코드|국가/지역",
            "Name in the four languages, or code of two letters.", "needed, unless a time zone stands there", "TW"),
    _column("region", "縣市|縣市別|州|省|地區", "County or state|Region|State|County|Province|Prefecture", "都道府県|都道府県名|県|県名|州|地域", "시도|시·도|지역",
            "Name or code of the county, state or prefecture: for the time zone, the calendar, and the report by area.", "the country counts as one area", "高雄市"),
    _column("zone", "時區", "Time zone|Timezone|Zone", "タイムゾーン|時間帯", "시간대|타임존",
            "As in the IANA list.", "the zone of the region or country", "Asia/Taipei"),
    _column("levels", "學制|學校級別|級別|教育階段", "Levels|Level|School level|Stage", "学校段階|学校種|校種", "학교급|학제|급별",
            "Levels of the school, several with a semicolon.", NOT_SAID, "Primary school"),
    _column("sector", "公私立|公私立別|設立別", "Sector|Public or private", "設置区分|設置者|国公私立|国公私立の別", "설립구분|설립 형태|설립유형",
            "Public, national or private.", NOT_SAID, "Public"),
    _column("setting", "學校所在環境|所在環境|偏遠", "Setting|Where the school lies", "立地|学校の立地", "학교 위치 유형|위치 유형",
            "In a city, at the edge of a city, in the country, far from towns. The last two are lifted a little.", "nothing is lifted", "In the country"),
    _column("partner_levels", "希望對象學制|對象學制", "Wanted levels|Partner levels|Levels wanted", "希望する学校段階|相手の学校段階", "희망 학교급|상대 학교급",
            "Levels the partner should have.", "any", ""),
    _column("partner_sectors", "希望對象公私立|對象公私立", "Wanted sectors|Partner sectors", "希望する設置区分", "희망 설립구분",
            "Sectors the partner should have.", "any", ""),
    _column("ages", "年齡|學生年齡|年齡範圍", "Ages|Age|Ages of the pupils|Age range", "年齢|生徒の年齢|年齢層", "나이|연령|학생 나이",
            "From and to, in years. Grades such as 中2, 七年級, 고1, Grade 5 are taken as ages, by the country.", NOT_SAID, "10-12"),
    _column("grades", "年級|對象年級|參與年級|學年", "Grades|Grade|Year group|Year groups", "対象学年|学年|参加学年", "학년|대상 학년|참가 학년",
            "In place of the column before: grades as the country counts them, taken as ages.", NOT_SAID, ""),
    _column("age_from", "最小年齡|年齡（起）|年齡起", "Youngest age|Age from|Minimum age", "最低年齢|年齢（下限）", "최소 나이|최저 연령",
            "In place of the ages.", NOT_SAID, ""),
    _column("age_to", "最大年齡|年齡（迄）|年齡迄", "Oldest age|Age to|Maximum age", "最高年齢|年齢（上限）", "최대 나이|최고 연령",
            "In place of the ages.", NOT_SAID, ""),
    _column("group_size", "參與學生數|參與人數|交流人數|參加人數|參加學生數|學生人數|人數", "Pupils taking part|Group size|Size of the group|Pupils", "参加人数|人数|参加生徒数|参加児童数|参加児童生徒数|児童生徒数", "참여 학생 수|참가 학생 수|참가 인원|인원|학생 수",
            "Pupils of the own group.", NOT_SAID, "25"),
    _column("languages", "交流語言|使用語言|語言", "Languages|Language|Languages of the exchange|Working language", "交流言語|使用言語|言語", "교류 언어|사용 언어|언어",
            "Languages the group can meet in, each with the pupils' band A1 to C1 (or a word such as 初級, 中級, 上級), or “own” for their own language.", NOT_SAID, "English A2; Chinese own"),
    _column("band_wanted", "希望對象語言程度|語言程度", "Wanted language level|Wanted band|Level wanted|Language level wanted", "希望する言語レベル|言語レベル", "희망 언어 수준|언어 수준",
            "The band the partner should have in the language both share.", "any", "A2"),
    _column("practises", "學習語言|想練習的語言", "Languages learned|Language practised|Languages to practise", "学習言語|練習したい言語", "배우는 언어|학습 언어",
            "Languages the pupils learn: a partner who speaks them as its own fits better.", "nothing is lifted", "English"),
    _column("interpretation", "口譯需求|口譯", "Interpretation|Interpreter", "通訳", "통역",
            "Not needed, would help, needed, or we can offer it.", NOT_SAID, ""),
    _column("kind", "交流方式|交流類型|希望交流方式|交流形式|交流項目", "Kind of exchange|Kind|Type of exchange", "交流の種類|希望する交流|交流の方法|交流方法|交流形態|交流内容", "교류 종류|교류 유형|교류 방법|교류 방식|교류 형태",
            "Cultural exchange online, teaching together, online course, welcome a visit, go on a visit, sister school. Who welcomes fits who goes. Of several the first is the wish, the others go to the next column.", NOT_SAID, "Cultural exchange online"),
    _column("alternative_kinds", "其他可接受的交流方式|替代方式", "Other kinds|Alternative kinds|Also possible", "他に可能な交流", "다른 교류 종류|대안",
            "Kinds the school would take as well.", "none", ""),
    _column("mode", "進行方式|同步或非同步", "Live or in turns|Mode|Meeting mode", "実施方法|同期・非同期", "진행 방식|실시간 여부",
            "Live, in turns, or both. Only “live” makes common hours a condition.", "both", "both"),
    _column("topics", "交流議題|議題|主題", "Topics|Topic|Themes", "テーマ|交流テーマ|話題", "주제|교류 주제",
            "From the list of topics on a wish.", NOT_SAID, "Food and farming; Music and dance"),
    _column("sdgs", "永續發展目標|SDGs", "SDGs|SDG|Goals", "SDGs|持続可能な開発目標", "SDGs|지속가능발전목표",
            "Numbers 1 to 17.", NOT_SAID, "2; 12"),
    _column("partner_countries", "希望對象國家|希望交流國家|對象國家|希望國家|想找的國家|希望夥伴國家", "Wanted countries|Wanted country|Partner countries|Partner country|Wished countries", "希望する相手国|希望相手国|相手国|希望国|交流希望国", "희망 국가|희망국|희망 상대국|상대 국가|상대국",
            "Only these countries.", "any", "Japan"),
    _column("partner_regions", "希望對象縣市|希望對象地區|對象縣市|對象地區", "Wanted regions|Partner regions|Only these regions", "希望する相手の地域|希望する都道府県|相手の地域", "희망 지역|상대 지역",
            "Of a country of which regions stand here only those: names or codes of counties, states or prefectures. A region brings its country with it, also where that stands in no other column.", "the whole countries", "東京都; JP-27"),
    _column("excluded_countries", "不考慮的國家|排除國家", "Excluded countries|Countries excluded|Not these countries", "希望しない国|除外国", "제외 국가|원하지 않는 국가",
            "Not these countries.", "none", ""),
    _column("period", "期間|交流期間|實施期間|實施時間|交流時程", "Period|When|Dates", "期間|交流期間|実施時期|実施期間|交流時期|希望時期", "기간|교류 기간|실시 기간|실시 시기|교류 시기|희망 시기",
            "First and last day, or month.", NOT_SAID, "2027-02-15 to 2027-06-30"),
    _column("period_from", "開始日期|期間（起）", "From|Start|Period from|Start date", "開始日|期間（開始）", "시작일|기간 시작",
            "In place of the column before.", NOT_SAID, ""),
    _column("period_to", "結束日期|期間（迄）", "To|End|Period to|End date", "終了日|期間（終了）", "종료일|기간 끝",
            "In place of the column before the last.", NOT_SAID, ""),
    _column("times", "每週可交流時間|可交流時間|每週時間", "Weekly times|Times|Times of the week|Availability", "週の都合のよい時間|可能な時間帯", "주간 가능 시간|가능 시간",
            "Weekdays and hours by the school's own clock.", "the usual school day of the country and level", "Mon-Fri 08:00-16:00"),
    _column("capacity", "可接受夥伴數|可接受校數|希望校數|希望夥伴數|夥伴數|名額", "Partners wanted|Capacity|Places|Number of partners", "希望する相手校数|希望相手校数|希望校数|受け入れ数|受入校数|定員", "희망 상대 학교 수|희망 학교 수|정원|자리",
            "How many partners the school takes; 0 for none.", "1", "2"),
    _column("waiting_since", "等待起日|申請日期|申請日|登記日期|報名日期", "Waiting since|Since|Applied on|Date of application", "申込日|申込年月日|申請日|受付日|待機開始日", "신청일|대기 시작일",
            "The day since when the school waits: the longest waiting goes first under “fair”.", "waits since today", "2026-09-01"),
    _column("first_time", "首次參加|首次交流", "First exchange|First time|New to exchanges", "初めての交流|初参加", "첫 교류|처음 참여",
            "Yes lifts a school that never had an exchange a little.", "no", "yes"),
    _column("partners", "現有夥伴|已有夥伴學校", "Partners already|Known partners|Current partners", "既存の相手校|現在の相手校", "기존 상대 학교|현재 파트너",
            "Ids of the other list with which the school has an exchange: not paired again, unless the next column says yes in both lists.", "none", ""),
    _column("again", "可再次配對", "Known partners too|Again|Known partners welcome", "既存の相手校も可", "기존 파트너도 가능",
            "Yes: partners the school has already may come again. It takes a yes of both schools.", "no", ""),
)  # fmt: skip
SERIAL = frozenset(
    map(
        folded_heading, ("No.", "Nr.", "序號", "流水號", "整理番号", "通し番号", "受付番号", "연번", "순번", "일련번호")
    )
)
"""Headings of a running number: an id only where no column has a code of the school."""
SWAPPED = {"kind": "mode", "mode": "kind"}
"""One heading (交流方式) serves for both: where no value of a column is of the one, it may be of the other."""
BY_KEY: Mapping[str, ListColumn] = {column.key: column for column in COLUMNS}


@cache
def keys_by_heading() -> Mapping[str, str]:
    """Folded heading → key, in all languages; the keys themselves count as headings."""
    found = {folded_heading(column.key): column.key for column in COLUMNS}
    for column in COLUMNS:
        for headings in column.headings.values():
            for text in headings:
                found.setdefault(folded_heading(text), column.key)
    return found


PAIR_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "a": ("a", "A", "ID A", "編號 A", "番号 A", "번호 A"),
    "b": ("b", "B", "ID B", "編號 B", "番号 B", "번호 B"),
}
"""Headings of a file of pinned or forbidden pairs; without a heading the first two columns are taken."""


def columns_table() -> str:
    """The table of docs/howto/pair-two-lists.md."""
    lines = ["| column | 中文 · 日本語 · 한국어 | what it holds | empty means | example |", "|---|---|---|---|---|"]
    for column in COLUMNS:
        others = " · ".join(column.heading(language) for language in ("zh-hant", "ja", "ko"))
        lines.append(
            f"| {column.heading('en')} | {others} | {column.meaning} | {column.otherwise} | {column.example} |"
        )
    return "\n".join(lines)
