"""One mail, read as far as it can be: who, to whom, what was written, and whether a machine wrote it. No Django here.

Every mail of the world comes in here, and some are made to break readers. Python's parser raises KeyError, LookupError,
AttributeError and RecursionError on bad ones (trust.md S20): `read_mail` raises Unreadable and nothing else. It runs in
a child process of its own (reading_child), which bounds time and memory as well.
"""

import base64
import binascii
import email
import hashlib
import quopri
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import Any

from mado.correspondence.engine.charsets import clean, decoded
from mado.correspondence.engine.plain_text import words_of_html
from mado.correspondence.engine.reply_address import tokens_in
from mado.correspondence.engine.stripping import new_words

PARTS_MOST, DEPTH_MOST = 200, 25
TEXT_MOST = 200_000
HEADER_MOST = 2_000


class Unreadable(ValueError):  # noqa: N818  # said as one says it
    """Nothing can be told of these bytes; the message names what broke."""


@dataclass(frozen=True, slots=True)
class ReadMail:
    """`text` is what is new in it. `tokens` of answer addresses, those of To first. `failed`: addresses that a mail
    server says could not be reached, with its words in `diagnosis`; `is_automatic`: a machine answered."""

    mail_id: str
    from_email: str
    subject: str
    text: str
    tokens: tuple[str, ...]
    attachments: int
    is_automatic: bool
    is_bounce: bool
    failed: tuple[str, ...]
    diagnosis: str

    @property
    def content_hash(self) -> str:
        """Of sender and words: the same however the mail travelled."""
        return hashlib.sha256(f"{self.from_email}\x00{self.text}".encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> "ReadMail":
        return cls(**{**facts, "tokens": tuple(facts["tokens"]), "failed": tuple(facts["failed"])})


def read_mail(raw: bytes) -> ReadMail:
    """Raises Unreadable, and nothing else."""
    try:
        return _read(raw)
    except Unreadable:
        raise
    except (Exception, RecursionError) as problem:  # noqa: BLE001  # whatever a hostile mail does to the parser ends here
        raise Unreadable(type(problem).__name__) from None


def _read(raw: bytes) -> ReadMail:
    mail = email.message_from_bytes(raw)
    if not mail.keys():
        raise Unreadable("no_headers")
    parts = list(_parts(mail))
    failed, diagnosis = _delivery_report(parts)
    is_bounce = bool(failed) or _is_report(mail)
    return ReadMail(
        mail_id=_header(mail, "Message-ID", 300),
        from_email=_sender(mail),
        subject=_header(mail, "Subject", 300),
        text=_new_text(parts)[:TEXT_MOST],
        tokens=tuple(_tokens(mail)),
        attachments=sum(_is_attachment(part) for part in parts),
        is_automatic=_is_automatic(mail),
        is_bounce=is_bounce,
        failed=failed,
        diagnosis=diagnosis,
    )


def _parts(mail: Message) -> Iterator[Message]:
    """Parts that hold no others, in order, without recursion; a mail with too many or too deep is refused."""
    waiting: list[tuple[Message, int]] = [(mail, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > PARTS_MOST or depth > DEPTH_MOST:
            raise Unreadable("too_many_parts" if seen > PARTS_MOST else "too_deep")
        payload = part.get_payload()
        inside = [piece for piece in payload if isinstance(piece, Message)] if isinstance(payload, list) else []
        if (
            inside
            and part.get_content_type() != "message/rfc822"
            and part.get_content_type() != "message/delivery-status"
        ):
            waiting = [(piece, depth + 1) for piece in inside] + waiting
        else:
            yield part


def _header(mail: Message, name: str, most: int = HEADER_MOST) -> str:
    """Decoded and on one line; "" where it is missing."""
    value = next(iter(_values(mail, name)), "")
    return " ".join(_decoded_header(value).split())[:most]


def _values(mail: Message, name: str) -> list[str]:
    """Every header of that name as it came; bytes beyond ASCII, which the parser keeps as half surrogates, as text."""
    found = [str(value)[:HEADER_MOST] for key, value in mail.raw_items() if key.lower() == name.lower()]
    return [decoded(v.encode("utf-8", "surrogateescape"), "") if _has_surrogates(v) else v for v in found]


def _decoded_header(value: str) -> str:
    try:
        pieces = decode_header(value)
    except Exception:  # noqa: BLE001  # binascii, header and value errors: then as it stands
        return clean(value)
    text = ""
    for piece, charset in pieces:
        text += decoded(piece, charset) if isinstance(piece, bytes) else clean(piece)
    return text


def _sender(mail: Message) -> str:
    """The first address of From, lower case; "" where there is none."""
    found = getaddresses(_values(mail, "From")[:1])
    address = found[0][1] if found else ""
    return clean(address).strip().lower()[:320] if "@" in address else ""


_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "Cc", "Resent-To", "Received")


def _tokens(mail: Message) -> Iterator[str]:
    seen: set[str] = set()
    for name in _ADDRESSED:
        for value in _values(mail, name)[:20]:
            for token in tokens_in(value):
                if token not in seen:
                    seen.add(token)
                    yield token


_AUTOMATIC_SUBJECT = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesenheit|automatische antwort|"
    r"réponse automatique|自動回覆|自动回复|自動応答|自動返信|不在|자동\s?(?:회신|응답)|부재)",
    re.IGNORECASE,
)


def _is_automatic(mail: Message) -> bool:
    """Sources: RFC 3834 (Auto-Submitted), RFC 2076 (Precedence), and what vacation programs write."""
    submitted = _header(mail, "Auto-Submitted").lower()
    precedence = _header(mail, "Precedence").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or precedence in ("auto_reply", "bulk", "junk")
        or any(_values(mail, name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
        or "oof" in _header(mail, "X-Auto-Response-Suppress").lower().split(",")[:1]
        or bool(_AUTOMATIC_SUBJECT.match(_header(mail, "Subject")))
    )


def _is_report(mail: Message) -> bool:
    """A mail server speaks: a report, or an empty return path, or its usual names."""
    sender = _sender(mail).partition("@")[0]
    empty_path = _header(mail, "Return-Path") == "<>"
    return mail.get_content_type() == "multipart/report" or empty_path or sender in ("mailer-daemon", "postmaster")


def _delivery_report(parts: list[Message]) -> tuple[tuple[str, ...], str]:
    """Addresses that failed for good (RFC 3464), and the server's words."""
    failed: dict[str, None] = {}
    diagnosis = ""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        payload = part.get_payload()
        for block in payload if isinstance(payload, list) else []:
            if not isinstance(block, Message) or _header(block, "Action").lower() != "failed":
                continue
            recipient = (_header(block, "Final-Recipient") or _header(block, "Original-Recipient")).rpartition(";")[2]
            if "@" in recipient:
                failed[recipient.strip().lower()[:320]] = None
                diagnosis = diagnosis or _header(block, "Diagnostic-Code", 300) or _header(block, "Status", 20)
    return tuple(failed), diagnosis


_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


def _is_attachment(part: Message) -> bool:
    """A file its sender meant to send: not a logo inside the text, not a cryptographic signature."""
    if part.get_content_type() in _SIGNATURES:
        return False
    if part.get_content_disposition() == "attachment":
        return True
    is_inside = part.get("Content-ID") is not None
    return part.get_content_maintype() in ("image", "audio", "video", "application") and not is_inside


def _new_text(parts: list[Message]) -> str:
    """Of the first plain part that says anything, else of the first HTML part."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not _is_attachment(part)]
    for part in texts:
        if part.get_content_subtype() == "plain" and (found := new_words(_flowed(part, _body(part)))):
            return found
    for part in texts:
        if part.get_content_subtype() == "html" and (found := new_words(words_of_html(_body(part)))):
            return found
    return ""


def _body(part: Message) -> str:
    return decoded(_bytes(part), str(part.get_content_charset("") or ""))[:TEXT_MOST]


def _bytes(part: Message) -> bytes:
    """The part's bytes, its transfer encoding undone as far as it can be."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b""
    raw = (
        payload.encode("ascii", "surrogateescape")
        if payload.isascii() or _has_surrogates(payload)
        else payload.encode("utf-8", "replace")
    )
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(raw)
    if encoding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        try:
            return base64.b64decode(letters[: len(letters) // 4 * 4] + _rest(letters))
        except (binascii.Error, ValueError):
            return b""
    return raw


def _rest(letters: bytes) -> bytes:
    """The last one to three letters of base64, made a whole group; a single one says nothing."""
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _has_surrogates(text: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in text)


def _flowed(part: Message, text: str) -> str:
    """format=flowed (RFC 3676): a line that ends with a blank goes on in the next."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    delete_space = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        if goes_on and not quoted:
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not quoted
        if goes_on and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
