"""Errors as problem details (RFC 9457): what, why, what to do, and a reference to find it again in the log."""

from __future__ import annotations

import logging
import secrets

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.endpoint import FOREIGN_PAGE, Asking, Endpoint
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.access.values import Refusal, Viewer
from zhunsheng.server.access.visits import refused
from zhunsheng.server.people.values import Outdated
from zhunsheng.server.project.trouble import OUTSIDE, trouble

log = logging.getLogger("zhunsheng.front")

MEDIA = "application/problem+json"
STATUS = {
    "facts.idempotency_conflict": 409,
    "facts.no_length": 411,
    "push.too_large": 413,
    "push.too_many_rows": 413,
    "push.media_type": 415,
    "push.content_encoding": 415,
    "account.exists": 409,
    "appeal.open_already": 409,
    "appeal.settled_already": 409,
    "story.under_way": 409,
    "story.over": 409,
    "blueprint.no_such_release": 404,
    "draft.moved": 409,
    "draft.outdated": 409,
    "draft.unseen": 409,
    "draft.nothing_to_undo": 409,
    "draft.nothing_to_redo": 409,
    "disk.full": 507,
    "database.gone": 503,
    "database.busy": 409,
}
"""Where a problem's code says more than "bad input"; codes ending in `.unknown` name what is not there."""
TITLES = {
    400: Text(zh="请求有误", en="Bad request"),
    401: Text(zh="需要登录", en="Sign in first"),
    403: Text(zh="没有权限", en="Not allowed"),
    404: Text(zh="没有找到", en="Not found"),
    405: Text(zh="不支持这个操作", en="Method not allowed"),
    409: Text(zh="有冲突", en="Conflict"),
    411: Text(zh="缺少长度", en="Length required"),
    413: Text(zh="内容太大", en="Too large"),
    415: Text(zh="格式不支持", en="Unsupported format"),
    422: Text(zh="内容需要修改", en="Something needs mending"),
    429: Text(zh="请求太频繁", en="Too many requests"),
    500: Text(zh="出了问题", en="Something went wrong"),
    503: Text(zh="暂时不可用", en="Unavailable for now"),
    507: Text(zh="存储空间不足", en="Out of storage"),
}
_UNFORESEEN = Problem(
    "server.unforeseen",
    Text(zh="服务器遇到了没有预料到的问题，已记录", en="the server met with something unforeseen; it is in the log"),
    Text(
        zh="稍后再试；若仍不行，把编号告诉管理员",
        en="try again; if it stays so, give the reference to your administrator",
    ),
)


UNREADABLE = Problem(
    "request.unreadable",
    Text(
        zh="内容不是可读的 JSON，或含有无法保存的字符（空字符、半个字符）",
        en="the body is no readable JSON, or holds what cannot be kept (NUL, half a character)",
    ),
    Text(zh="检查内容后再发", en="mend the body and send it again"),
)
TOO_OFTEN = Problem(
    "request.too_often",
    Text(zh="尝试次数太多，先停一会儿", en="too many tries; it has to rest a while"),
    Text(zh="过几分钟再试；忘记密码可以重置", en="try again in some minutes; a forgotten password can be reset"),
)
_TOO_LARGE = Problem(
    "request.too_large",
    Text(zh="内容太大，没有接收", en="the body is too large and was not taken"),
    Text(zh="分成几次发送，每次不超过 32 MB", en="send it in parts of at most 32 MB"),
)
_IMPROPER = Problem(
    "request.improper",
    Text(zh="请求的格式或地址不对", en="the request's form or address is not right"),
    Text(zh="检查网址；反向代理后面要设置 ZHUNSHENG_URL", en="check the address; behind a proxy set ZHUNSHENG_URL"),
)


def language_of(request: HttpRequest) -> str:
    """`zh` or `en`: as the browser asks, else as the account prefers."""
    for tag, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if weight and tag[:2] in ("zh", "en"):
            return tag[:2]
    viewer: Viewer | None = getattr(request, "viewer", None)
    return viewer.language if viewer else "zh"


def answer(request: HttpRequest, error: ZhunshengError, status: int) -> HttpResponse:
    """The problems as the body of a response."""
    english = language_of(request) == "en"
    reference = secrets.token_hex(4)
    first = error.problems[0]
    title = TITLES.get(status, TITLES[500])
    log.log(
        logging.ERROR if status >= 500 else logging.INFO, "%s %s %s %s", reference, status, request.path, first.code
    )
    body = {
        "type": f"urn:zhunsheng:problem:{first.code}",
        "code": first.code,
        "title": title.en if english else title.zh,
        "status": status,
        "detail": first.message.en if english else first.message.zh,
        "reference": reference,
        "problems": [shown(problem) for problem in error.problems],
    }
    if isinstance(error, Outdated):
        body["preview"] = error.preview
    return JsonResponse(body, status=status, content_type=MEDIA, json_dumps_params={"ensure_ascii": False})


def shown(problem: Problem) -> dict[str, object]:
    """A problem as the page gets it."""
    return ProblemItem.of(problem).model_dump()


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """A problem of which no more is known than its status."""
    said = {400: UNREADABLE, 403: FOREIGN_PAGE, 413: _TOO_LARGE, 429: TOO_OFTEN}
    other = Problem("request.refused", TITLES.get(status, TITLES[500 if status >= 500 else 400]))
    return answer(request, ZhunshengError(said.get(status, other)), status)


def status_of(error: ZhunshengError) -> int:
    code = error.problems[0].code
    if isinstance(error, Refusal):
        return error.status
    return STATUS.get(code, 404 if code.endswith(".unknown") else 422)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is no proper one: a host that is not ours, a body too large."""
    too_large = isinstance(exception, RequestDataTooBig)
    return answer(request, ZhunshengError(_TOO_LARGE if too_large else _IMPROPER), 413 if too_large else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """A request that a browser was made to send by somebody else's page."""
    return answer(request, ZhunshengError(FOREIGN_PAGE), 403)


def fell_over(request: HttpRequest) -> HttpResponse:
    """A fault of ours; Django has put it into the log."""
    return answer(request, ZhunshengError(_UNFORESEEN), 500)


def install(api: NinjaAPI) -> None:
    """Let the API say every error this way."""

    @api.exception_handler(ZhunshengError)
    def expected(request: Asking, error: ZhunshengError) -> HttpResponse:
        if isinstance(error, Refusal) and (endpoint := error.endpoint or _guessed(request, error)):
            refused(request, endpoint)
        return answer(request, error, status_of(error))

    @api.exception_handler(ValidationError)
    def unreadable(request: Asking, error: ValidationError) -> HttpResponse:
        return answer(request, ZhunshengError(*map(_misread, error.errors)), 422)

    @api.exception_handler(HttpError)
    def unwilling(request: Asking, error: HttpError) -> HttpResponse:
        return plain(request, error.status_code)

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: Asking, error: RequestDataTooBig) -> HttpResponse:
        return bad_request(request, error)

    @api.exception_handler(Exception)
    def unforeseen(request: Asking, error: Exception) -> HttpResponse:
        said = trouble(error, request.world.lake) if isinstance(error, OUTSIDE) else None
        if said is not None:
            return answer(request, ZhunshengError(said), STATUS.get(said.code, 503))
        response = answer(request, ZhunshengError(_UNFORESEEN), 500)
        log.error("unforeseen, see the reference above", exc_info=error)
        return response


def _guessed(request: Asking, error: Refusal) -> str:
    """The endpoint, where somebody was named by it who is not there or not to be seen."""
    declared: Endpoint | None = getattr(request, "declared", None)
    if declared is None or error.status != 404 or declared.about in ("nothing", "account"):
        return ""
    return declared.name


def _misread(error: dict[str, object]) -> Problem:
    loc = error.get("loc")
    where, *parts = [str(part) for part in loc] if isinstance(loc, tuple) and loc else [""]
    place = ".".join(parts[1:] if where == "body" and len(parts) > 1 else parts)  # the first is what we call the body
    said = str(error.get("msg", ""))
    return Problem(
        "request.invalid",
        Text(zh=f"「{place}」的值不合要求：{_in_chinese(error)}", en=f"'{place}' is not as expected: {said}"),
        Text(zh="改正后再试", en="mend it and try again"),
        place=place,
    )


def _in_chinese(error: dict[str, object]) -> str:
    """What pydantic says in English only; what is not listed stays as it is."""
    limits = error.get("ctx")
    said = MISREAD.get(str(error.get("type")), str(error.get("msg", "")))
    if not isinstance(limits, dict):
        return said
    expected = str(limits.get("expected", "")).replace(", ", "、").replace(" or ", " 或 ")
    return said.format(**{**limits, "expected": expected})


MISREAD = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_unicode": "含有无法保存的字符",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "too_long": "最多 {max_length} 项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字太大",
    "bool_type": "应为是或否",
    "bool_parsing": "应为是或否",
    "float_parsing": "应为数字",
    "greater_than_equal": "不小于 {ge}",
    "less_than_equal": "不大于 {le}",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "date_type": "应为日期",
    "date_parsing": "应为日期，如 2026-01-31",
    "date_from_datetime_parsing": "应为日期，如 2026-01-31",
    "datetime_type": "应为时刻",
    "datetime_parsing": "应为带时区的时刻",
    "datetime_from_date_parsing": "应为带时区的时刻",
    "timezone_aware": "应为带时区的时刻",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
}
