"""What is new in a mail, whatever program wrote it and however it was bent on its way."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.correspondence.engine.charsets import decoded
from mado.correspondence.engine.plain_text import words_of_html
from mado.correspondence.engine.reading import ReadMail, Unreadable, read_mail
from mado.correspondence.engine.stripping import new_words
from mado.correspondence.reading_process import MailReader
from tests.correspondence import mails
from tests.correspondence.mails import OURS, QUOTED
from tests.correspondence.mutating import mutants

ME, THERE = "Lin <lin@example.org>", "reply+x@reply.example.org"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (mails.iphone_japan, "ありがとうございます。\n来週の月曜日は①時間目がよいです。㈱ではありません"),
        (mails.iphone_japan, "はい、大丈夫です"),
        (mails.gmail_phone_taiwan, "謝謝您！下週一可以。\n\n我們三年級有 25 人。"),
        (mails.outlook_taiwan, "可以，我們 9:00 開始。\n請問貴校需要翻譯嗎？"),
        (mails.naver_korea, "네, 좋습니다.\n다음 주 월요일에 만나요."),
    ],
)
def test_programs_of_our_schools(make, words):
    mail = make(ME, THERE, words) if "①" not in words else _with_nec_letters(words)
    read = read_mail(mail)
    expected = words if make is not mails.outlook_taiwan else f"{words}\n\n林雅婷\n港都國小"
    assert read.text == expected
    assert (read.from_email, read.is_automatic, read.is_bounce) == ("lin@example.org", False, False)


def _with_nec_letters(words):
    """Python's codec refuses what Japanese phones write: ① and ㈱ are put in by hand."""
    plain = words.replace("①", "亜").replace("㈱", "唖")
    return mails.iphone_japan(ME, THERE, plain).replace(b"0!", b"-!").replace(b"0\x22", b"-j")


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (f"Yes.\n\nOn Mon, Nov 23, 2026 at 8:55 PM Mado <mado@example.org> wrote:\n{QUOTED}", "Yes."),
        (f"Yes.\n\nOn Mon, Nov 23, 2026 at 8:55 PM Mado\n<mado@example.org>\nwrote:\n\n{QUOTED}", "Yes."),
        (f"Ja.\n\nAm 23.11.2026 um 20:55 schrieb Mado <mado@example.org>:\n{QUOTED}", "Ja."),
        (f"Ano.\n\npo 23. 11. 2026 v 20:55 odesílatel Mado <mado@example.org> napsal:\n{QUOTED}", "Ano."),
        (f"Vâng.\n\nVào Th 2, 23 thg 11, 2026 vào lúc 20:55 Mado <m@x.org> đã viết:\n{QUOTED}", "Vâng."),
        (f"はい。\n\n2026年11月23日(月) 20:55 Mado <mado@example.org>:\n{QUOTED}", "はい。"),
        (f"네.\n\n2026년 11월 23일 (월) 오후 8:55, Mado <mado@example.org>님이 작성:\n{QUOTED}", "네."),
        (f"好。\n\n在 2026年11月23日，Mado <mado@example.org> 写道：\n{QUOTED}", "好。"),
        (f"Yes.\n\nSent from my iPhone\n\n> On Nov 23, 2026, Mado wrote:\n> \n{QUOTED}", "Yes."),
        (
            "Yes.\n\nGet Outlook for iOS\n________________________________\nFrom: Mado <m@x.org>\nSent: Monday\nTo: Lin\nSubject: x\n\nHello",
            "Yes.",
        ),
        ("Yes.\n\n-----Original Message-----\nFrom: Mado\nSent: Monday\n\nHello", "Yes."),
        ("好\n\n從我的 iPhone 傳送", "好"),
        ("네\n\n나의 iPhone에서 보냄", "네"),
        ("はい\n\niPhoneから送信", "はい"),
        ("Yes.\n-- \nLin Ya-ting\nTel 07-1234567", "Yes."),
        (f"On Mon, Mado wrote:\n{QUOTED}\n\nMy answer stands below.", "My answer stands below."),
        (f"{QUOTED}\n\nMy answer stands below.", "My answer stands below."),
        (f"Yes.\n\nKdo ví jaký jazyk (mado@example.org) 23.11. 20:55:\n\n{OURS}", "Yes."),
        (f"Yes.\n\n{OURS}", "Yes."),
        (f"On Mon, Nov 23, 2026 Mado <m@x.org> wrote:\n\n{QUOTED}", ""),
        (OURS, ""),
        ("", ""),
        (
            "I told her: on Monday we meet.\nShe wrote:\nnothing.",
            "I told her: on Monday we meet.\nShe wrote:\nnothing.",
        ),
        ("From: the port\nwe go to the market.", "From: the port\nwe go to the market."),
        ("1\n\n\n\n\n2", "1\n\n2"),
        ("Sent from my iPhone", "Sent from my iPhone"),
        (f"はい、行けます。\n2026/11/23 20:55、Mado <mado@example.org>のメール:\n{QUOTED}", "はい、行けます。"),
        (f"네 좋아요\n2026년 11월 23일 (월) 오후 8:55, Mado <m@x.org>님이 작성:\n{QUOTED}", "네 좋아요"),
        (f"好的，我們可以\nMado <m@x.org> 於 2026年11月23日 週一 寫道：\n{QUOTED}", "好的，我們可以"),
        (f"Yes.\n\nOn Mon, Nov 23, 2026 at 8:55 PM\nMado <m@x.org> wrote:\n{QUOTED}", "Yes."),
        ("好\n\n發自我的小米手機", "好"),
        ("好\n\n從 Outlook for iOS 傳送", "好"),
        ("好\n\n透過 Yahoo奇摩電子信箱 傳送", "好"),
        ("はい\n\nOutlook for iOS を入手", "はい"),
        ("네\n\n삼성 휴대전화에서 보냄", "네"),
        ("好\n\n-------- 原始訊息 --------\n從： Mado <m@x.org>\n日期： 2026/11/23\n至： 林\n主題： x\n\nHello", "好"),
        ("네\n\n-------- 원본 이메일 --------\n발신: Mado <m@x.org>\n날짜: 26/11/23\n\nHello", "네"),
    ],
)
def test_quotations_and_signatures(text, new):
    assert new_words(text) == new


@pytest.mark.parametrize(
    "text",
    [
        "好的，謝謝老師\n從下週一開始都可以",
        "好的\n從九月開始",
        "안녕하세요.\n\n계획서는 선생님이 작성\n\n감사합니다",
        "以下は先週のメール:\n\nよろしくお願いします",
        "從：台北\n到高雄",
        "네\n학교에서 보냄",
        "Hello\n\nSent with a big hug from all of us",
        "はい\n\n明日iPhoneから送信します",
    ],
)
def test_sentences_that_look_like_a_phone_or_a_quotation_stay(text):
    assert new_words(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "您好，我們的行程如下：\n從：高雄\n至：東京\n日期：3月5日\n請多多指教。",
        "Our journey:\n\nFrom: Kaohsiung\nTo: Tokyo\nDate: 5 March\n\nWe look forward to it.",
        "Our journey:\n----------\nFrom: Kaohsiung\nTo: Tokyo\nDate: 5 March\n----------\nWrite to lin@x.org",
        "Unsere Reise:\nVon: Berlin\nAn: Taipeh\nDatum: 5. März\nBis bald",
        "안녕하세요.\n\n발신: 부산초등학교\n수신: 가오슝초등학교\n제목: 교류 계획\n\n담당: kim@school.example\n\n감사합니다.",
        "荷物を送りました。\n差出人：大阪小学校\n宛先：高雄小学校\n日付：3月5日\nよろしくお願いします。",
        "包裹已寄出。\n寄件人：林雅婷\n收件人：Maria\n日期：3月5日\n請查收。",
        "소포를 보냈습니다.\n보낸 사람: 김선생\n받는 사람: 린선생\n날짜: 3월 5일\n감사합니다.",
        "네.\n2027년 3월까지 보고서를 작성\n감사합니다.",
        "네.\n2027년 3월 5일 14:00까지 보고서를 작성\n감사합니다.",
        "Hello.\nOn Monday our class wrote:\nWe like the sea.",
        "您好。\n有一位學生在信裡寫道：\n我很喜歡海。",
        "請寄到 lin@x.example\n有一位學生在信裡寫道：\n我很喜歡海。",
        "Bonjour.\nLe garçon de ma classe a écrit :\nJ'aime la mer.",
        "2027年の生徒からのメッセージ:\n海が好きです。\n\nでは",
        "好的。\n2027/3/5 以前請寄到 林老師 <lin@x.example>\n謝謝您。",
        "알겠습니다.\n전달된 메시지:\n우리 학생들이 기뻐합니다.",
    ],
)
def test_itineraries_letters_and_what_pupils_wrote_stay(text):
    assert new_words(text) == text


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("好\n\n從： Mado <m@x.org>\n日期： 2026/11/23\n至： 林\n主題： x\n\nHello", "好"),
        ("네\n\n발신: Mado <m@x.org>\n수신: 린\n날짜: 26/11/23\n\nHello", "네"),
        ("はい\n\n差出人: Mado\n宛先: Lin <lin@x.org>\n件名: x\n\nHello", "はい"),
        (f"Yes.\n\n{'_' * 32}\nFrom: Mado\nSent: Monday\nTo: Lin\n\nHello", "Yes."),
        ("Yes.\n\nOn 11/23/26 20:55, Mado wrote:\n\nHello", "Yes."),
        ("好\n\nMado 於 2026/11/23 20:55 寫道：\n\nHello", "好"),
        (f"Yes.\nOn Mon, Mado wrote:\n\n{QUOTED}", "Yes."),
        ("네\n\n2026년 11월 23일 (월) 오후 8:55, Mado <m@x.org>님이 작성\n\nHello", "네"),
        ("Yes.\n\nBegin forwarded message:\n\nFrom: Mado\n\nHello", "Yes."),
        ("Yes.\n\nSent from an Android phone", "Yes."),
        (f"10:30 is fine.\nOn Mon, Nov 23, 2026 at 8:55 PM Mado <m@x.org> wrote:\n{QUOTED}", "10:30 is fine."),
        ("10:30 is fine.\nOn Mon, Nov 23, 2026 at 8:55 PM Mado <m@x.org> wrote:\n> Hello", "10:30 is fine."),
        (f"2027년에 만나요\n2026년 11월 23일 (월) 오후 8:55, Mado <m@x.org>님이 작성:\n{QUOTED}", "2027년에 만나요"),
        (f"Plan:\n10:30 we start\nand then:\n\n{OURS}", "Plan:\n10:30 we start\nand then:"),
    ],
)
def test_quotations_go_where_a_machine_shows_itself(text, new):
    assert new_words(text) == new


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        ("高雄 髙 堃", "gb18030", "gb2312"),
        ("전화 똠방각하", "cp949", "ks_c_5601-1987"),
        ("～㈱髙﨑①", "cp932", "Shift_JIS"),
        ("堃煊", "big5hkscs", "Big5"),
        ("naïve – “x”", "cp1252", "iso-8859-1"),
        ("高雄", "utf-8", "us-ascii"),
        ("高雄", "utf-8", "x-unknown"),
        ("高雄", "utf-8", ""),
        ("高雄", "utf-8", "base64"),
        ("高雄", "utf-8", "unicode_escape"),
        ("日本", "iso-2022-jp", ""),
        ("ｶﾀｶﾅ", "iso-2022-jp-ext", "ISO-2022-JP"),
    ],
)
def test_charsets(text, charset, declared):
    raw = b"\x1b(I6@6E\x1b(B" if charset == "iso-2022-jp-ext" else text.encode(charset)
    assert decoded(raw, declared) == text


@given(
    raw=st.binary(max_size=300),
    declared=st.one_of(
        st.text(max_size=20), st.sampled_from(["iso-2022-jp", "hz", "utf-7", "utf-16", "idna", "zlib", "mbcs"])
    ),
)
def test_any_bytes_are_text_without_control_letters(raw, declared):
    text = decoded(raw, declared)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in text)
    text.encode()


@given(st.text(max_size=500))
def test_any_text_has_new_words_and_stripping_again_adds_none(text):
    assert len(new_words(text)) <= len(text)


def test_words_of_html_leave_out_scripts_and_quotations():
    html = "<style>p{}</style><p>Yes &amp; no</p><script>x</script><ul><li>a<li>b</ul><blockquote>old</blockquote><p>z"
    assert words_of_html(html).split() == ["Yes", "&", "no", "a", "b", "z"]


def test_html_only():
    html = '<div>Yes</div><div id="appendonsend"></div><hr><div><b>From:</b> Mado<br><b>Sent:</b> Mon<br><b>To:</b> Lin<br></div>old'
    assert read_mail(mails.alternative(ME, THERE, "", html)).text == "Yes"


def test_files_are_counted_and_a_logo_is_none():
    assert read_mail(mails.with_files(ME, THERE, "Look")).attachments == 2


def test_flowed_lines_are_joined():
    mail = (
        mails.headers(ME, THERE, "Content-Type: text/plain; format=flowed; charset=utf-8")
        + b"One long \r\nline\r\nanother"
    )
    assert read_mail(mail).text == "One long line\nanother"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: OOF, AutoReply",
    ],
)
def test_machines_are_known(header):
    assert read_mail(mails.headers(ME, THERE, header) + b"I am away").is_automatic is True


@pytest.mark.parametrize(
    "subject", ["Automatic reply: x", "自動回覆: x", "=?utf-8?b?6Ieq5YuV5b+c562U?= x", "자동 회신: x", "Out of office"]
)
def test_subjects_of_machines_are_known(subject):
    assert read_mail(mails.headers(ME, THERE, subject=subject) + b"I am away").is_automatic is True


def test_a_bounce_names_its_address():
    read = read_mail(mails.bounce("Lin@Example.org"))
    assert (read.failed, read.is_bounce) == (("lin@example.org",), True)
    assert read.diagnosis == "smtp; 550 5.1.1 No such user"


def nested(depth):
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "no_headers"),
        (b"\x00" * 1000, "no_headers"),
        (b"From: a@b.example\r\n" + nested(3000), None),
        (b"From: a@b.example\r\n" + nested(100), None),
        (b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000, None),
    ],
)
def test_bombs_are_refused(raw, problem):
    with pytest.raises(Unreadable) as caught:
        read_mail(raw)
    assert problem is None or str(caught.value) == problem


SEEDS = [
    mails.iphone_japan(ME, THERE, "はい"),
    mails.gmail_phone_taiwan(ME, THERE, "好"),
    mails.outlook_taiwan(ME, THERE, "可以"),
    mails.naver_korea(ME, THERE, "네"),
    mails.bounce("lin@example.org"),
    mails.with_files(ME, THERE, "Look"),
]


def test_mutated_mails_are_read_or_refused_and_nothing_else():
    """S20 on 500; bench/mails.py takes 10,000."""
    for raw in mutants(SEEDS, 500, random.Random(20)):
        try:
            read = read_mail(raw)
        except Unreadable:
            continue
        assert ReadMail.from_json(read.as_json()) == read
        (read.text + read.subject + read.from_email + read.mail_id + read.diagnosis).encode()
        assert "\x00" not in read.text + read.subject + read.from_email + read.mail_id


def test_the_child_reads_one_after_another_and_comes_back_when_it_was_killed():
    reader = MailReader()
    try:
        for _time in range(2):
            assert reader.read(SEEDS[0]).text == "はい"
            with pytest.raises(Unreadable):
                reader.read(b"")
        reader._child.kill()
        reader._child.wait()
        assert reader.read(SEEDS[1]).text == "好"
        slow = MailReader(seconds=0.0)
        with pytest.raises(Unreadable):
            slow.read(SEEDS[0])
        assert slow._child is None
    finally:
        reader.close()
