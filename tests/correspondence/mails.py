"""Mails as the programs of our schools write them, byte by byte. `to` is the answer address, `sender` who writes."""

import base64
import quopri

OURS = "## You can answer this mail. Write above this line ##\n\nDear Lin,\n\nMaria Alvarez writes:\n\nHello\n\nhttp://127.0.0.1:8000/x"
QUOTED = "\n".join(f"> {line}" for line in OURS.splitlines())


def headers(sender, to, *more, subject="Re: Redwood writes to you", number="1"):
    return (
        "\r\n".join(
            [
                f"From: {sender}",
                f"To: {to}",
                f"Subject: {subject}",
                f"Message-ID: <{number}@phone.example>",
                "Date: Mon, 23 Nov 2026 20:01:00 +0800",
                "MIME-Version: 1.0",
                *more,
            ]
        ).encode()
        + b"\r\n\r\n"
    )


def plain(sender, to, text, charset="utf-8", encoding="8bit", **more):
    raw = text.replace("\n", "\r\n").encode(charset)
    if encoding == "base64":
        raw = base64.encodebytes(raw)
    elif encoding == "quoted-printable":
        raw = quopri.encodestring(raw)
    head = headers(
        sender, to, f"Content-Type: text/plain; charset={charset}", f"Content-Transfer-Encoding: {encoding}", **more
    )
    return head + raw


def iphone_japan(sender, to, words):
    """Apple Mail in Japanese: ISO-2022-JP in 7 bit, the date line, the quotation, the phone's own line above it."""
    text = f"{words}\n\niPhoneから送信\n\n2026/11/23 20:55、Mado <mado@example.org>のメール:\n\n{QUOTED}\n"
    return plain(sender, to, text, "iso-2022-jp", "7bit")


def gmail_phone_taiwan(sender, to, words):
    """Gmail on Android in Chinese: two parts, base64, the introducing line wrapped at an unlucky place."""
    intro = "Mado <mado@example.org> 於 2026年11月23日 週一 下午8:55\n寫道："
    text = f"{words}\n\n{intro}\n\n{QUOTED}\n"
    html = (
        f'<div dir="auto">{words}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Mado 於 2026年11月23日 '
        f"寫道：<br></div><blockquote>{OURS}</blockquote></div>"
    )
    return alternative(sender, to, text, html)


def alternative(sender, to, text, html, charset="utf-8"):
    def part(kind, content):
        body = base64.encodebytes(content.encode(charset)).decode()
        return (
            f"--b1\r\nContent-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n"
        ).encode()

    head = headers(sender, to, 'Content-Type: multipart/alternative; boundary="b1"')
    return head + (part("plain", text) if text else b"") + part("html", html) + b"--b1--\r\n"


def outlook_taiwan(sender, to, words):
    """Outlook in Chinese: Big5, no angle brackets, a block of headers, everything ours below it."""
    text = (
        f"{words}\n\n林雅婷\n港都國小\n\n________________________________\n寄件者: Mado <mado@example.org>\n寄件日期: 2026年11月23日 下午 08:55\n"
        f"收件者: 林雅婷 <lin@example.org>\n主旨: Redwood 寫信給您\n\n{OURS}\n"
    )
    return plain(sender, to, text, "big5", "base64")


def naver_korea(sender, to, words):
    text = f"{words}\n\n-----원본 메시지-----\n보낸 사람: Mado <mado@example.org>\n받는 사람: lin@example.org\n제목: x\n\n{OURS}"
    return plain(sender, to, text, "euc-kr")


def bounce(failed, diagnosis="smtp; 550 5.1.1 No such user"):
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: mado@example.org\r\nSubject: Undelivered\r\nReturn-Path: <>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"
        "--r\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: {diagnosis}\r\n\r\n"
        "--r--\r\n"
    ).encode()


def with_files(sender, to, words):
    head = headers(sender, to, 'Content-Type: multipart/mixed; boundary="m"')
    return (
        head
        + (
            f"--m\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
            "--m\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=a.jpg\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n/9j/4AAQ\r\n"
            "--m\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n"
            "--m\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n\r\nx\r\n--m--\r\n"
        ).encode()
    )
