"""What somebody wrote anew in an answer: without the quoted mail below it and the phone's signature. No Django here.

Rules of our own for the mail programs our schools use. Rather a quotation too much than a word of the writer lost: From,
從, 발신, 작성 are ordinary words too, in itineraries and official letters. Whatever may be one cuts nothing before the
machine shows itself beside it: an address, a date with a time, the rule of a mail program, the quoted lines.
"""

import re
from collections.abc import Callable

MARK = re.compile(r"^[\s>|]*##\s.{4,120}\s##\s*$")
"""Our own line, which every answerable mail begins with: nothing below it is new."""

_LINE_MOST = 400

_DAY = r"(?:\d{4}[年/.\-]|\d{1,2}[./]|\d{4}년)"
_WHEN_OR_WHO = r"(?:\d{4}|\d{1,2}:\d{2}|@)"
_ATTRIBUTIONS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^on\s.{6,300}\swrote\s?[:：]$",
        r"^.{2,200}<[^<>\s]+@[^<>\s]+>\s?wrote\s?[:：]$",
        r"^am\s.{6,300}\sschrieb.{0,200}[:：]$",
        r"^le\s.{6,300}a\s(?:é|e)crit\s?[:：]$",
        r"^el\s.{6,300}\sescribi(?:ó|o)\s?[:：]$",
        r"^(?:dne\s|po\s|út\s|st\s|čt\s|pá\s|so\s|ne\s).{6,300}\snapsala?.{0,100}[:：]$",
        r"^vào\s.{6,300}\sđã\sviết\s?[:：]$",
        r"^.{0,200}於\s?.{4,200}(?:寫道|写道)\s?[:：]$",
        r"^(?:在\s?)?.{4,200}(?:写道|寫道)\s?[:：]$",
        rf"^{_DAY}.{{4,250}}<[^<>\s]+@[^<>\s]+>\s?[:：]$",
        rf"^{_DAY}.{{0,120}}\d{{1,2}}:\d{{2}}.{{1,120}}<[^<>\s]+@[^<>\s]+>$",
        rf"^(?=.*{_WHEN_OR_WHO}).{{4,250}}(?:のメール|は書きました|さんは書きました|からのメッセージ)\s?[:：]$",
        rf"^(?=.*{_WHEN_OR_WHO}).{{4,250}}(?:님이\s?쓴\s?글|작성)\s?[:：]$",
        r"^(?=.*@).{4,250}(?:님이\s?쓴\s?글|작성)$",
    )
]
"""Lines that introduce a quotation: English, German, French, Spanish, Czech, Vietnamese, Chinese, Japanese, Korean."""
_HAS_WHEN_OR_WHO = re.compile(_WHEN_OR_WHO)
_STAMP = re.compile(r"@|(?:\d{4}|\d{1,2}[./]\s?\d{1,2}).*\d{1,2}:\d{2}")
"""What programs put into these lines, and people who write "on Monday our class wrote:" do not."""
_YEAR = re.compile(r"(?<![A-Za-z0-9+])\d{4}(?![A-Za-z0-9@])")

_SEPARATORS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^-{2,}\s?(?:original message|original-nachricht|ursprüngliche nachricht|message d'origine|původní zpráva)\s?-{2,}$",
        r"^-{2,}\s?(?:原始郵件|原始信件|原始邮件|原始訊息|原始消息|轉寄的郵件|元のメッセージ|オリジナルメッセージ|원본 메시지|원본 이메일|원본 메일|원본메일)\s?-{2,}$",
        r"^-{2,}\s?(?:forwarded message|reply message|回覆郵件|返信元メッセージ)\s?-{2,}$",
    )
]
_FORWARD = re.compile(
    r"^(?:begin forwarded message|開始轉寄的郵件|転送されたメッセージ|전달된 메시지)\s?[:：]$", re.IGNORECASE
)
_FIRST_HEADER = re.compile(
    r"^\*?(?:from|von|de|od|寄件者|寄件人|從|从|发件人|發件人|差出人|送信者|보낸\s?사람|보낸이|발신|từ)\*?\s?[:：]",
    re.IGNORECASE,
)
_OTHER_HEADER = re.compile(
    r"^\*?(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|odesláno|komu|předmět|寄件日期|日期|傳送日期|发送时间|"
    r"發送時間|收件者|收件人|至|主旨|主题|主題|送信日時|日時|日付|宛先|件名|보낸\s?날짜|날짜|받는\s?사람|수신|제목|ngày)\*?\s?[:：]",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[_\-=*]{10,}$")
_RULE_OF_OUTLOOK = re.compile(r"^_{30,}$")

_DEVICE = r"(?:[A-Za-z][\x20-\x7e]{1,38}|[^\s，。]{0,12}(?:手機|手机|平板|電子信箱|邮箱|Yahoo[^\s，。]{0,12}))\s?"
"""What sends: a name in Latin letters or a phone. 從下週一開始都可以 is a sentence, and stays."""
_PHONE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:sent|get) (?:from|with|via) (?:my |outlook|mail |yahoo|gmail|proton|samsung|galaxy).{0,80}$",
        r"^sent (?:from|with|via) an? .{0,40}(?:phone|android|tablet|device)\.?$",
        r"^(?:get|取得|下載) ?(?:ios|android)? ?(?:版)? ?outlook.{0,60}$",
        r"^get outlook for .{0,60}$",
        r"^outlook for (?:ios|android|mac) ?を入手.{0,10}$",
        rf"^(?:寄自|發自|发自)\s?(?:我的)?\s?{_DEVICE}(?:傳送|发送|發送|寄出|寄送)?$",
        rf"^(?:從|从|透過)\s?(?:我的)?\s?{_DEVICE}(?:傳送|发送|發送|寄出|寄送)$",
        r"^.{0,12}(?:iphone|ipad|android|galaxy|xperia|スマートフォン|携帯電話|pixel).{0,12}(?:から|より)送信(?:しました|しています|されました)?[。.]?$",
        r"^(?:나의\s|내\s|삼성\s|galaxy\s|iphone).{0,40}에서\s(?:보냄|보낸\s?메일).{0,4}$",
        r"^(?:von meinem .{1,40} gesendet|envoyé de(?:puis)? mon .{1,40}|odesláno z .{1,40}|được gửi từ .{1,40}).?$",
    )
]


def new_words(text: str) -> str:
    """What is new in the answer; "" when nothing is."""
    lines = [line.rstrip() for line in text.split("\n")]
    lines = _before_mark(lines)
    lines = _before_separator(lines)
    lines = _without_quotation(lines)
    lines = _without_signature(lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _before_mark(lines: list[str]) -> list[str]:
    at = next((n for n, line in enumerate(lines) if len(line) < _LINE_MOST and MARK.match(line)), None)
    if at is None:
        return lines
    kept = _without_tail(lines[:at], lambda line: not line.strip() or line.lstrip().startswith(">"))
    kept = _without_attribution_at_end(kept)
    return kept if any(line.strip() for line in kept) else _below_quotation(lines[at:])


def _below_quotation(lines: list[str]) -> list[str]:
    """Who answers below the quoted mail: the last lines that are not quoted, if everything before them is."""
    if not any(line.lstrip().startswith(">") for line in lines):
        return []
    last = max(n for n, line in enumerate(lines) if line.lstrip().startswith(">"))
    return lines[last + 1 :]


def _before_separator(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if len(line) <= _LINE_MOST and _separates(lines, at):
            kept = _without_tail(lines[:at], lambda line: not line.strip() or bool(_RULE.match(line.strip())))
            return kept or lines
    return lines


def _separates(lines: list[str], at: int) -> bool:
    bare = lines[at].strip(" *")
    if _FORWARD.match(bare):
        return any(_FIRST_HEADER.match(line.strip()) for line in lines[at + 1 : at + 4])
    return any(pattern.match(bare) for pattern in _SEPARATORS) or _is_header_block(lines, at)


def _is_header_block(lines: list[str], at: int) -> bool:
    """From: … with at least two of Sent, To, Subject in the next six lines: Outlook, and most phones of Asia.

    One of these lines holds an address, or Outlook's rule stands above: else it is an itinerary, a parcel, a letter.
    """
    if not _FIRST_HEADER.match(lines[at].strip()):
        return False
    others = [line for line in lines[at + 1 : at + 7] if _OTHER_HEADER.match(line.strip())]
    if len(others) < 2:
        return False
    above = next((line.strip() for line in reversed(lines[:at]) if line.strip()), "")
    return bool(_RULE_OF_OUTLOOK.match(above)) or any("@" in line for line in (lines[at], *others))


def _without_quotation(lines: list[str]) -> list[str]:
    """From the introducing line on, if the rest is quoted or nothing but it; else only the quoted lines go."""
    at, length = _attribution(lines)
    if at is None:
        return _without_quoted_lines(lines)
    before, after = lines[:at], lines[at + length :]
    if any(line.lstrip().startswith(">") for line in after):
        return before + _without_quoted_lines(after)
    return before if any(line.strip() for line in before) else lines


def _attribution(lines: list[str]) -> tuple[int | None, int]:
    """Where the first introducing line stands and how many lines it was wrapped to; (None, 0) where there is none."""
    for at in range(len(lines)):
        if not lines[at].strip() or len(lines[at]) > _LINE_MOST or lines[at].lstrip().startswith(">"):
            continue
        for length in (1, 2, 3):
            wrapped = [line.strip() for line in lines[at : at + length]]
            if not all(wrapped) or sum(map(len, wrapped)) > _LINE_MOST:
                break
            if _introduce(wrapped) and (_is_stamped(wrapped) or _is_quoted(lines[at + length :])):
                words = _words_before(wrapped)
                return at + words, length - words
    return None, 0


def _introduce(wrapped: list[str]) -> bool:
    return any(_introduces(joiner.join(wrapped)) for joiner in (" ", ""))


def _is_stamped(wrapped: list[str]) -> bool:
    """The stamp stands in the introducing line itself, not in words of the answer above it."""
    while len(wrapped) > 1 and _introduce(wrapped[1:]):
        wrapped = wrapped[1:]
    return bool(_STAMP.search(" ".join(wrapped)))


def _is_quoted(lines: list[str]) -> bool:
    return next((line for line in lines if line.strip()), "").lstrip().startswith((">", "＞"))


def _words_before(wrapped: list[str], introduce: Callable[[list[str]], bool] = _introduce) -> int:
    """How many of these lines are words of the answer: an introducing line often stands right below them."""
    words = 0
    while words + 1 < len(wrapped) and introduce(below := wrapped[words + 1 :]):
        if not _is_whole(below) and _HAS_WHEN_OR_WHO.search(wrapped[words]):
            break
        words += 1
    return words


def _is_whole(wrapped: list[str]) -> bool:
    """Says who and in which year: a line above that names a time too is the answer's."""
    joined = " ".join(wrapped)
    return "@" in joined and bool(_YEAR.search(joined))


def _introduces(line: str) -> bool:
    return any(pattern.match(line) for pattern in _ATTRIBUTIONS)


def _without_quoted_lines(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.lstrip().startswith((">", "＞"))]


def _without_attribution_at_end(lines: list[str]) -> list[str]:
    """Above our mark stands what introduces the quotation, in whatever language: a last paragraph of at most three
    lines that ends with a colon and names an address, or a date with a time."""
    kept = _without_tail(lines, lambda line: not line.strip())
    start = len(kept)
    while start and kept[start - 1].strip() and len(kept) - start < 4:
        start -= 1
    if not 0 < len(kept) - start <= 3:
        return kept
    for at in range(start, len(kept)):
        if _ends_as_introduction(kept[at:]):
            return kept[: at + _words_before(kept[at:], _ends_as_introduction)]
    return kept


def _ends_as_introduction(lines: list[str]) -> bool:
    paragraph = " ".join(lines).strip()
    if not 0 < len(paragraph) <= _LINE_MOST:
        return False
    return (paragraph.endswith((":", "：")) and bool(_STAMP.search(paragraph))) or _introduces(paragraph)


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if line in ("--", "-- ") and any(kept.strip() for kept in lines[:at]):
            lines = lines[:at]
            break
    while True:
        lines = _without_tail(lines, lambda line: not line.strip() or bool(_RULE.match(line.strip())))
        if not lines or len(lines[-1]) > 100 or not any(p.match(lines[-1].strip()) for p in _PHONE) or len(lines) == 1:
            return lines
        lines = lines[:-1]


def _without_tail(lines: list[str], is_tail: Callable[[str], bool]) -> list[str]:
    end = len(lines)
    while end and is_tail(lines[end - 1]):
        end -= 1
    return lines[:end]
