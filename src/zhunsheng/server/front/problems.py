"""Errors as problem details (RFC 9457): what, why, what to do, and a reference to find it again in the log."""

from __future__ import annotations

import logging
import secrets

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_supported_language_variant
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.endpoint import FOREIGN_PAGE, Asking
from zhunsheng.server.access.values import Refusal
from zhunsheng.server.people.values import Outdated
from zhunsheng.server.project.trouble import OUTSIDE, trouble

log = logging.getLogger("zhunsheng.front")

MEDIA = "application/problem+json"
STATUS = {
    "facts.idempotency_conflict": 409,
    "account.exists": 409,
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
    Text(zh="服务器遇到了没有预料到的问题,已记录", en="the server met with something unforeseen; it is in the log"),
    Text(
        zh="稍后再试;若仍不行,把编号告诉管理员",
        en="try again; if it stays so, give the reference to your administrator",
    ),
)


_TOO_LARGE = Problem(
    "request.too_large",
    Text(zh="内容太大,没有接收", en="the body is too large and was not taken"),
    Text(zh="分成几次发送,每次不超过 32 MB", en="send it in parts of at most 32 MB"),
)
_IMPROPER = Problem(
    "request.improper",
    Text(zh="请求的格式或地址不对", en="the request's form or address is not right"),
    Text(zh="检查网址;反向代理后面要设置 ZHUNSHENG_URL", en="check the address; behind a proxy set ZHUNSHENG_URL"),
)


def language_of(request: HttpRequest) -> str:
    """`zh` or `en`, as the browser asks."""
    for accepted in request.headers.get("Accept-Language", "zh").split(","):
        try:
            return get_supported_language_variant(accepted.partition(";")[0].strip().lower())[:2]
        except LookupError:
            continue
    return "zh"


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
    return {
        "code": problem.code,
        "what": problem.message.model_dump(),
        "todo": problem.remedy.model_dump() if problem.remedy else None,
        "place": problem.place or None,
    }


def status_of(error: ZhunshengError) -> int:
    code = error.problems[0].code
    if isinstance(error, Refusal):
        return error.status
    return STATUS.get(code, 404 if code.endswith(".unknown") else 422)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is no proper one: a host that is not ours, a body too large."""
    too_large = isinstance(exception, RequestDataTooBig)
    return answer(request, ZhunshengError(_TOO_LARGE if too_large else _IMPROPER), 413 if too_large else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that a browser was made to send by somebody else's page."""
    return answer(request, ZhunshengError(FOREIGN_PAGE), 403)


def fell_over(request: HttpRequest) -> HttpResponse:
    """A fault of ours; Django has put it into the log."""
    return answer(request, ZhunshengError(_UNFORESEEN), 500)


def install(api: NinjaAPI) -> None:
    """Let the API say every error this way."""

    @api.exception_handler(ZhunshengError)
    def expected(request: Asking, error: ZhunshengError) -> HttpResponse:
        return answer(request, error, status_of(error))

    @api.exception_handler(ValidationError)
    def unreadable(request: Asking, error: ValidationError) -> HttpResponse:
        return answer(request, ZhunshengError(*map(_misread, error.errors)), 422)

    @api.exception_handler(HttpError)
    def refused(request: Asking, error: HttpError) -> HttpResponse:
        said = Text(zh=TITLES.get(error.status_code, TITLES[400]).zh, en=str(error))
        return answer(request, ZhunshengError(Problem("request.refused", said)), error.status_code)

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


def _misread(error: dict[str, object]) -> Problem:
    place = ".".join(str(part) for part in error.get("loc", ()) if part not in ("body", "query", "path"))  # type: ignore[attr-defined]
    said = str(error.get("msg", ""))
    return Problem(
        "request.invalid",
        Text(zh=f"「{place}」的值不合要求:{said}", en=f"'{place}' is not as expected: {said}"),
        Text(zh="改正后再试", en="mend it and try again"),
        place=place,
    )
