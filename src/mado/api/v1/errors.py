"""How the API says what is wrong: one shape for all it refuses to read, and a sentence in each.

`{"detail": [{"loc": where, "msg": a sentence, "type": a word for programs}]}` for a body or a parameter (400, 413, 422);
`{"detail": a sentence}` where there is nothing to point at (401, 404).
"""

import json
from typing import Any, Never

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError, ValidationErrorContext
from ninja.parser import Parser

SHOWN_LETTERS = 20
MEBIBYTE = 2**20
EMPTY_BODY = "The body is empty. Send a JSON object."
UNKNOWN_PROGRAM = (
    "This needs an access token of your school, in the header “Authorization: Bearer mado_…”. The one sent, if any, has "
    "been ended or is past its day. Who holds a seat of the school makes one under My school → Programs."
)
_REASONS = {  # what Python's parser says, with what to do about it
    "Expecting value": "a value should stand",
    "Expecting property name enclosed in double quotes": "a name in double quotes should stand",
    "Illegal trailing comma before end of object": "a comma stands after the last entry; take it away",
    "Illegal trailing comma before end of array": "a comma stands after the last entry; take it away",
    "Expecting ':' delimiter": "a colon should stand between the name and its value",
    "Expecting ',' delimiter": "a comma or the closing bracket should stand",
    "Extra data": "the value has ended and more follows; send one value only",
    "Invalid control character at": "a line break or another control character stands in a text; write \\n for a line break",
    "Invalid \\escape": "a backslash stands before a letter that has no meaning there; write \\\\ for a backslash",
    "Invalid \\uXXXX escape": "\\u should be followed by four hexadecimal digits",
    "Unterminated string starting at": "a text begins that never ends; close it with a double quote",
}


class Problem(Schema):
    loc: list[str | int] = Field(description="Where: query, path or body, then the way in")
    msg: str = Field(description="A sentence that says what is wrong and how to mend it")
    type: str = Field(description="A word for programs")


class Problems(Schema):
    detail: list[Problem]


class Refused(Schema):
    detail: str = Field(description="A sentence")


class NotJSONError(ValueError):
    """The text is the sentence for who sent it."""


def refuse(where: tuple[str | int, ...], sentence: str) -> Never:
    """Answer 422: `where` as in Problem.loc."""
    raise ValidationError([{"loc": list(where), "msg": sentence, "type": "value_error"}])


class BodyParser(Parser):
    """JSON, or a sentence that says where it stops being JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_json(request.body)


def read_json(body: bytes) -> Any:
    """The value in `body`; raises NotJSONError. Lines, columns and bytes are counted from 1."""
    if not body.strip():
        raise NotJSONError(EMPTY_BODY)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        at = wrong.start + 1
        raise NotJSONError(
            f"The body is not JSON: byte {at} does not belong to UTF-8. Send the body in UTF-8."
        ) from wrong
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        raise NotJSONError(_where_it_breaks(text, wrong)) from wrong
    except RecursionError as wrong:
        raise NotJSONError("The body is nested too deeply. Send fewer brackets within brackets.") from wrong
    except ValueError as wrong:  # more digits than Python reads into a number
        raise NotJSONError("The body holds a number with too many digits. Send a shorter one.") from wrong


def _where_it_breaks(text: str, wrong: json.JSONDecodeError) -> str:
    reason = _REASONS.get(wrong.msg, f"it breaks off ({wrong.msg})")
    rest = text[wrong.pos : wrong.pos + SHOWN_LETTERS]
    seen = f"“{rest}” stands" if rest.strip() else "nothing more stands"
    return f"The body is not JSON: in line {wrong.lineno}, column {wrong.colno}, {reason}. There {seen}."


class SpeakingAPI(NinjaAPI):
    """Ninja with our sentences: of a validator nothing but what it said, and nothing of what was sent."""

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext]) -> ValidationError:
        told = super().validation_error_from_error_contexts(error_contexts)
        return ValidationError([_as_problem(error) for error in told.errors])


def _as_problem(error: dict[str, Any]) -> dict[str, Any]:
    where = list(error["loc"])
    match error["type"]:
        case "value_error":
            sentence = str(error.get("ctx", {}).get("error") or error["msg"])
        case "missing" if where[0] == "body" and len(where) == 2:
            sentence = EMPTY_BODY
        case "missing":
            sentence = f"“{where[-1]}” is missing."
        case _:
            sentence = error["msg"]
    return {"loc": where, "msg": sentence if sentence.endswith(".") else f"{sentence}.", "type": error["type"]}


def speak(api: NinjaAPI) -> None:
    """Register the handlers."""

    def told(request: HttpRequest, refused: HttpError) -> HttpResponse:
        cause = refused.__cause__
        if not isinstance(cause, NotJSONError):
            return api.create_response(request, {"detail": str(refused)}, status=refused.status_code)
        problem = {"loc": ["body"], "msg": str(cause), "type": "json_invalid"}
        return api.create_response(request, {"detail": [problem]}, status=refused.status_code)

    def no_token(request: HttpRequest, refused: AuthenticationError) -> HttpResponse:
        answer = api.create_response(request, {"detail": UNKNOWN_PROGRAM}, status=refused.status_code)
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    def too_often(request: HttpRequest, refused: Throttled) -> HttpResponse:
        sentence = f"You have asked more than {settings.MADO_API_PER_MINUTE} times within a minute. Go on in the next."
        return api.create_response(request, {"detail": sentence}, status=refused.status_code)

    def too_large(request: HttpRequest, _refused: RequestDataTooBig) -> HttpResponse:
        most = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / MEBIBYTE:g} MiB"
        problem = {
            "loc": ["body"],
            "msg": f"The body is larger than {most}. Ask for less at a time.",
            "type": "too_large",
        }
        return api.create_response(request, {"detail": [problem]}, status=413)

    api.add_exception_handler(HttpError, told)
    api.add_exception_handler(Throttled, too_often)
    api.add_exception_handler(RequestDataTooBig, too_large)
    api.add_exception_handler(AuthenticationError, no_token)
