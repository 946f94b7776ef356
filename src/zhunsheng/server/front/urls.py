"""Where requests go. Paths are the same in every world (see `middleware.in_world`)."""

from __future__ import annotations

from django.urls import include, path, re_path

from zhunsheng.server.front.api import api
from zhunsheng.server.front.page import missing, page

handler400 = "zhunsheng.server.front.problems.bad_request"
handler403 = "zhunsheng.server.front.problems.forbidden"
handler404 = "zhunsheng.server.front.page.missing"
handler500 = "zhunsheng.server.front.problems.fell_over"

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api/", missing),
    path("_allauth/", include("zhunsheng.server.front.doors")),
    re_path(r"^_allauth/", missing),
    re_path(r"^(?!static/)", page),
]
