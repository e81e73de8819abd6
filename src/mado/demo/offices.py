"""The offices of the demonstration alliance. Places follow ISO 3166-2; every office is data, as in a real alliance."""

REGIONAL_OFFICES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("臺北區辦公室", "Taipei Regional Office", ("TW-TPE", "TW-LIE"), "臺北市立文窗高級中學"),
    ("新北區辦公室", "New Taipei Regional Office", ("TW-NWT", "TW-KEE"), "新北市立山城高級中學"),
    ("桃園區辦公室", "Taoyuan Regional Office", ("TW-TAO",), "桃園市立北埤高級中學"),
    ("新竹區辦公室", "Hsinchu Regional Office", ("TW-HSZ", "TW-HSQ", "TW-MIA"), "新竹市立風城高級中學"),
    ("臺中區辦公室", "Taichung Regional Office", ("TW-TXG",), "臺中市立惠光高級中學"),
    ("彰化區辦公室", "Changhua Regional Office", ("TW-CHA", "TW-NAN"), "彰化縣立鹿港濱海高級中學"),
    (
        "嘉義區辦公室",
        "Chiayi Regional Office",
        ("TW-CYI", "TW-CYQ", "TW-YUN"),
        "嘉義市立木都高級工業職業學校",
    ),
    ("臺南區辦公室", "Tainan Regional Office", ("TW-TNN",), "臺南市立府城家事商業學校"),
    ("高雄區辦公室", "Kaohsiung Regional Office", ("TW-KHH", "TW-PEN", "TW-KIN"), "高雄市立晴嵐高級中學"),
    ("屏東區辦公室", "Pingtung Regional Office", ("TW-PIF", "TW-TTT"), "屏東縣立林邊國民中學"),
    ("宜蘭區辦公室", "Yilan Regional Office", ("TW-ILA", "TW-HUA"), "宜蘭縣立蘭雨高級商業職業學校"),
)
"""Own name, English name, places in its care, the school it is hosted in."""

COUNTY_CENTRES: tuple[tuple[str, str, str], ...] = (
    ("高雄市國際教育中心", "Kaohsiung Local Education Centre", "TW-KHH"),
    ("臺北市國際教育中心", "Taipei Local Education Centre", "TW-TPE"),
    ("臺中市國際教育中心", "Taichung Local Education Centre", "TW-TXG"),
    ("臺南市國際教育中心", "Tainan Local Education Centre", "TW-TNN"),
)

MISSIONS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("駐洛杉磯教育組", "Education Division, Los Angeles", "US", "America/Los_Angeles", ("US",)),
    ("駐東京教育組", "Education Division, Tokyo", "JP", "Asia/Tokyo", ("JP",)),
    ("駐首爾教育組", "Education Division, Seoul", "KR", "Asia/Seoul", ("KR",)),
)
"""Great Britain has no mission of its own here: its claims go to the CEO office, as the rules say."""

ROLE_PEOPLE: tuple[tuple[str, str, str, str, str], ...] = (
    ("ministry@demo.example.org", "許文華", "Hsu Wen-hua", "zh-hant", "ministry_officer"),
    ("ceo@demo.example.org", "周明德", "Chou Ming-te", "zh-hant", "ceo"),
    ("ceo.staff@demo.example.org", "葉佳穎", "Yeh Chia-ying", "zh-hant", "ceo_staff"),
    ("auditor@demo.example.org", "鄭光宇", "Cheng Kuang-yu", "zh-hant", "auditor"),
    ("county@demo.example.org", "蔡宜君", "Tsai Yi-chun", "zh-hant", "county_officer"),
    ("officer@demo.example.org", "黃淑芬", "Huang Shu-fen", "zh-hant", "office_staff"),
    ("head@demo.example.org", "謝志遠", "Hsieh Chih-yuan", "zh-hant", "office_head"),
    ("mission.us@demo.example.org", "Grace Wu", "", "en", "mission_officer"),
    ("mission.jp@demo.example.org", "渡辺 健", "Watanabe Ken", "ja", "mission_officer"),
    ("mission.kr@demo.example.org", "박지훈", "Park Ji-hun", "ko", "mission_officer"),
)

ZONES: dict[str, str] = {
    "TW": "Asia/Taipei", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "GB": "Europe/London",
    "US-CA": "America/Los_Angeles", "US-WA": "America/Los_Angeles", "US-FL": "America/New_York",
    "US-MI": "America/Detroit", "US-HI": "Pacific/Honolulu", "US-TX": "America/Chicago",
}  # fmt: skip

NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "TW": (("林雅婷", "Lin Ya-ting"), ("王冠宇", "Wang Kuan-yu"), ("張詩涵", "Chang Shih-han"), ("吳柏翰", "Wu Po-han"),
           ("劉怡萱", "Liu Yi-hsuan"), ("楊承恩", "Yang Cheng-en"), ("洪子晴", "Hung Tzu-ching"), ("邱俊傑", "Chiu Chun-chieh"),
           ("曾郁婷", "Tseng Yu-ting"), ("廖家豪", "Liao Chia-hao"), ("徐若晴", "Hsu Jo-hsuan"), ("簡志成", "Chien Chih-cheng")),
    "JP": (("佐藤 美咲", "Sato Misaki"), ("鈴木 大輔", "Suzuki Daisuke"), ("高橋 由美", "Takahashi Yumi"),
           ("田中 直樹", "Tanaka Naoki"), ("伊藤 さくら", "Ito Sakura"), ("中村 翔", "Nakamura Sho")),
    "KR": (("김서연", "Kim Seo-yeon"), ("이준호", "Lee Jun-ho"), ("최유진", "Choi Yu-jin"), ("정민재", "Jeong Min-jae")),
    "US": (("Maria Alvarez", ""), ("Daniel Brooks", ""), ("Keisha Grant", ""), ("Tom Nakai", ""), ("Ellen Fischer", "")),
    "GB": (("Harriet Cole", ""), ("Owen Price", ""), ("Fiona Muir", ""), ("Samuel Okoro", "")),
}  # fmt: skip
"""Made-up teachers. No pupil has a name anywhere."""

ABOUT: dict[str, tuple[str, str]] = {
    "zh-Hant": ("我們位於{place}，約有{pupils}位學生。我們希望學生在真實的對話中認識世界，也樂意讓夥伴認識我們的家鄉。",
                "We are in {place} and have about {pupils} pupils. We want them to meet the world in real conversation."),
    "ja": ("{place}にある、生徒数約{pupils}名の学校です。身近なことから始めて、長く続く交流にしたいと考えています。",
           "We are in {place} and have about {pupils} pupils. We like to start small and stay together for long."),
    "ko": ("{place}에 있는 학생 약 {pupils}명의 학교입니다. 작은 만남에서 시작해 오래 이어지는 교류를 바랍니다.",
           "We are in {place} and have about {pupils} pupils. We hope for exchanges that begin small and last."),
    "en": ("We are a school of about {pupils} in {place}. Our pupils are curious, and their teachers answer their mail.",
           "We are a school of about {pupils} in {place}. Our pupils are curious, and their teachers answer their mail."),
}  # fmt: skip
