"""The columns a list may have: their headings in four languages and what else people call them. No Django.

The first heading of each language is what our own template writes; all of them are recognised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mado.kernel.text import folded_heading
from mado.matching.lists.columns import BY_KEY as PAIRED

LANGUAGES = ("zh-hant", "en", "ja", "ko")
SCHOOL, CONTACT, WISH = "school", "contact", "wish"


@dataclass(frozen=True, slots=True)
class ListField:
    """One thing a column can hold. `headings`: language → headings, the template's first. `most` counts characters."""

    key: str
    group: str
    headings: Mapping[str, tuple[str, ...]]
    most: int = 300
    example: str = ""

    def heading(self, language: str) -> str:
        """The template's heading in a screen language; English for any other."""
        return self.headings.get(language.lower(), self.headings["en"])[0]


def _field(  # noqa: PLR0917  # a table reads best without forty times the same keywords
    key: str, group: str, zh: str, en: str, ja: str, ko: str, most: int = 300, example: str = ""
) -> ListField:
    texts = zip(LANGUAGES, (zh, en, ja, ko), strict=True)
    return ListField(key, group, {language: tuple(text.split("|")) for language, text in texts}, most, example)


def _as_paired(key: str, column: str, most: int = 300, example: str = "") -> ListField:
    """Under the headings of a list for `mado pair`, so that one file serves for both."""
    return ListField(key, WISH, PAIRED[column].headings, most, example)


FIELDS = (
    _field("code", SCHOOL, "Mado 代碼|窗口代碼", "Mado code|Window code", "Mado コード", "Mado 코드", 12),
    _field(
        "identifier", SCHOOL, "學校代碼|代碼|學校編號|機構代碼|代號", "School code|Official code|School ID|Identifier|NCES School ID|NCES ID|URN|School number|ID",
        "学校コード|コード|学校番号", "학교코드|표준학교코드|학교ID|학교 번호", 80, "193601",
    ),
    _field("name", SCHOOL, "學校名稱|校名|名稱|學校|機構名稱", "Name of the school|School name|Name|School|Institution|Organisation|Organization|Establishment name",
           "学校名|学校名称|名称|校名", "학교명|학교 이름|학교이름|이름|기관명", 300, "高雄市立港都國民小學"),
    _field("name_language", SCHOOL, "名稱的語言|校名語言", "Language of the name|Name language", "学校名の言語|名称の言語", "학교명 언어", 40, "zh-Hant"),
    _field("name_en", SCHOOL, "英文校名|英文名稱|學校英文名稱|校名（英文）", "English name|Name in English|School name (English)|English school name",
           "英語名|学校名（英語）|英語表記|英文名|学校名（英字）", "영문 학교명|영문명|학교명(영문)|영어 이름", 300, "Gangdu Elementary School"),
    _field("kind", SCHOOL, "機構類別|機構種類", "Kind of organisation|Kind|Organisation type|Organization type", "機関の種類|機関種別", "기관 종류|기관 유형", 80, "School"),
    _field("levels", SCHOOL, "學制|學校級別|級別|教育階段|學校類型|階段", "Level|Levels|School level|Stage|Phase|Phase of education|Grade level|School type|Type",
           "学校段階|学校種|校種|学校種別|段階", "학교급|학교급구분|학제|학교 종류|급별", 200, "Primary school"),
    _field("sector", SCHOOL, "公私立|公／私立|設立別|隸屬", "Sector|Public or private|Public/private|Control|Governance", "設置区分|設置者|国公私立", "설립구분|설립 형태|설립형태|국공사립", 80, "Public"),
    _field("country", SCHOOL, "國家|國別|國家代碼|所在國", "Country|Country code|Nation", "国|国名|国コード", "국가|나라|국가코드", 80, "TW"),
    _field("region", SCHOOL, "縣市|縣市別|縣市名稱|州|省|地區|行政區域", "County or state|Region|State|County|Province|Prefecture|State/province|County Name",
           "都道府県|都道府県名|県|州", "시도|시·도|시도명|시도교육청|지역", 120, "高雄市"),
    _field("city", SCHOOL, "鄉鎮市區|市區|區|城市|鄉鎮|行政區", "Town or district|City|Town|District|Municipality|Locality", "市区町村|市町村|市|区", "시군구|시·군·구|도시|구", 120, "鹽埕區"),
    _field("address", SCHOOL, "地址|學校地址|住址|通訊地址", "Address|Street Address|Street|Postal address|School address", "所在地|住所|学校所在地", "주소|도로명주소|소재지도로명주소|소재지지번주소|학교 주소", 500, "大勇路9號"),
    _field("postcode", SCHOOL, "郵遞區號|郵政編碼", "Postcode|ZIP|ZIP code|Postal code", "郵便番号", "우편번호", 16, "803"),
    _field("latitude", SCHOOL, "緯度|Ｎ|N", "Latitude|Lat|Y coordinate (latitude)", "緯度", "위도", 40, "22.6255"),
    _field("longitude", SCHOOL, "經度|Ｅ|E", "Longitude|Lon|Lng|Long", "経度", "경도", 40, "120.2835"),
    _field("phone", SCHOOL, "學校電話|電話|聯絡電話|總機", "Telephone of the school|Telephone|Phone|Phone number|Tel|School phone", "電話番号|電話|TEL", "전화번호|학교 전화|대표전화|전화", 60, "07-555-0100"),
    _field("website", SCHOOL, "網址|學校網址|網站|首頁", "Website|Web site|URL|Homepage|Web|School website", "ウェブサイト|ホームページ|URL|HP", "홈페이지|홈페이지주소|웹사이트", 300, "https://school.example.org"),
    _field("enrolment", SCHOOL, "學生數|學生人數|總人數", "Pupils|Students|Enrolment|Enrollment|Number of pupils|Number of students|Roll", "児童生徒数|生徒数|児童数", "학생수|학생 수|재학생 수", 20, "420"),
    _field("contact_name", CONTACT, "承辦人|聯絡人|聯絡人姓名|承辦人姓名|負責人|窗口", "Coordinator|Coordinator name|Contact|Contact name|Contact person|Name of the coordinator", "担当者|担当者名|担当者氏名|連絡先氏名|コーディネーター", "담당자|담당자명|담당 교사|코디네이터|연락 담당자", 120, "林雅婷"),
    _field("contact_email", CONTACT, "承辦人電子郵件|電子郵件|電子信箱|信箱|聯絡人電子郵件|聯絡信箱|E-mail", "Coordinator's e-mail|Coordinator e-mail|E-mail|Email|E-mail address|Contact e-mail|Contact email|Mail", "担当者メール|メールアドレス|メール|担当者メールアドレス", "담당자 이메일|이메일|전자우편|메일|이메일 주소", 254, "lin@school.example.org"),
    _field("contact_role", CONTACT, "承辦人角色|角色|身分", "Coordinator's role|Role|Contact role", "担当者の役割|役割", "담당자 역할|역할", 40, "Coordinator"),
    _field("contact2_name", CONTACT, "代理人|第二聯絡人|代理人姓名|副承辦人", "Deputy|Deputy coordinator|Deputy name|Second contact|Second contact name", "副担当者|副担当者名|第二連絡先", "부담당자|부담당자명|두 번째 담당자", 120, "陳志明"),
    _field("contact2_email", CONTACT, "代理人電子郵件|第二聯絡人電子郵件|副承辦人電子郵件", "Deputy's e-mail|Deputy e-mail|Deputy email|Second e-mail|Second contact e-mail", "副担当者メール|第二メールアドレス", "부담당자 이메일|두 번째 이메일", 254, "chen@school.example.org"),
    _field("wish_title", WISH, "交流主題|需求名稱|交流名稱|希望交流主題", "Wish|Title of the wish|Wish title|Exchange title", "希望する交流の題名|希望タイトル|希望", "희망 교류 제목|희망 교류|희망", 160, "港口與市場的故事"),
    _field("wish_kind", WISH, "交流方式|交流類型|交流項目|希望交流方式", "Kind of exchange|Type of exchange|Exchange type|Kind of wish", "交流の種類|希望する交流", "교류 종류|교류 유형|희망 교류 종류", 80, "Cultural exchange online"),
    _field("wish_mode", WISH, "進行方式|同步或非同步", "Live or in turns|Meeting mode|Mode", "実施方法|同期・非同期", "진행 방식|실시간 여부", 80, ""),
    _field("wish_countries", WISH, "希望對象國家|希望交流國家|對象國家|交流國家", "Wished countries|Partner countries|Wanted countries|Partner country", "希望する相手国|相手国|希望国", "희망 국가|상대 국가|희망 상대 국가", 300, "US, JP"),
    _as_paired("wish_regions", "partner_regions", 500, "東京都"),
    _as_paired("wish_levels", "partner_levels", 200, "Primary school"),
    _field("wish_languages", WISH, "交流語言|使用語言|希望語言", "Languages of the exchange|Languages|Language|Exchange language|Working language", "交流言語|使用言語|言語", "교류 언어|사용 언어|언어", 300, "en A2, zh-Hant"),
    _as_paired("wish_band", "band_wanted", 20, "A2"),
    _field("wish_topics", WISH, "交流議題|議題|主題", "Topics|Topic|Themes|Theme|Subjects", "テーマ|交流テーマ|話題", "주제|교류 주제", 300, "Food and farming"),
    _field("wish_group_size", WISH, "參與學生數|交流人數|參加人數", "Pupils taking part|Group size|Size of the group", "参加人数|参加児童生徒数", "참여 학생 수|참가 인원", 20, "25"),
    _field("wish_age_from", WISH, "最小年齡|年齡（起）|年齡起", "Youngest age|Age from|Minimum age", "最低年齢|年齢（下限）", "최소 나이|최저 연령", 10, "10"),
    _field("wish_age_to", WISH, "最大年齡|年齡（迄）|年齡迄", "Oldest age|Age to|Maximum age", "最高年齢|年齢（上限）", "최대 나이|최고 연령", 10, "12"),
    _as_paired("wish_period", "period", 80),
    _field("wish_partners", WISH, "可接受夥伴數|可接受校數|希望校數|希望夥伴數|夥伴數", "Partners wanted|Number of partners", "希望する相手校数|希望相手校数|希望校数", "희망 상대 학교 수|희망 학교 수", 20, "2"),
    _as_paired("wish_again", "again", 20, "no"),
    _field("wish_note", WISH, "備註|需求說明|說明", "Note to the wish|Wish note|Note|Notes|Remarks|Comment", "備考|希望の説明", "비고|희망 설명|메모", 1000, ""),
)  # fmt: skip
BY_KEY: Mapping[str, ListField] = {field.key: field for field in FIELDS}
IGNORED = "-"
"""The mapping of a column that is not read."""

REASON_HEADINGS = {
    "zh-hant": ("Mado：列號", "Mado：欄位", "Mado：內容", "Mado：應為", "Mado：修正方式"),
    "en": ("Mado: row", "Mado: column", "Mado: found", "Mado: expected", "Mado: how to mend"),
    "ja": ("Mado：行", "Mado：列", "Mado：入力値", "Mado：正しい形", "Mado：直し方"),
    "ko": ("Mado: 행", "Mado: 열", "Mado: 입력값", "Mado: 올바른 형식", "Mado: 고치는 방법"),
}
"""Headings of the columns that say why a row was not taken; when the mended file comes back they are passed over."""


@cache
def fields_by_heading() -> Mapping[str, str]:
    """Folded heading → field. Where two fields share a heading, the first of FIELDS has it."""
    found = {folded_heading(field.key): field.key for field in FIELDS}
    for field in FIELDS:
        for headings in field.headings.values():
            for text in headings:
                found.setdefault(folded_heading(text), field.key)
    return found


_TOLD_BY_US = ("Official codes", "官方代碼", "公式コード", "공식 코드")
"""Of the table a search is taken away as: codes of all lists in one cell, beside the Mado code that says it all."""


@cache
def passed_over() -> frozenset[str]:
    """Folded headings of columns we wrote ourselves and do not read."""
    reasons = (text for row in REASON_HEADINGS.values() for text in row)
    return frozenset(folded_heading(text) for text in (*reasons, *_TOLD_BY_US))
