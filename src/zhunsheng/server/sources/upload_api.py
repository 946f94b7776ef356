"""Endpoints about files handed in: understood, tried, loaded."""

from __future__ import annotations

from typing import Annotated

from ninja import File, UploadedFile

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.sources.schemas import LoadIn, PastedIn, PreviewIn, PreviewOut, UploadOut

endpoints = Endpoints(tags=["sources"])


@endpoints.endpoint(
    "POST",
    "/uploads",
    name="uploads.send",
    act=Act.FACTS_LOAD,
    words=Text(zh="上传数据文件", en="hand in a file of data"),
    response={201: UploadOut},
)
def send_upload(request: Asking, file: Annotated[UploadedFile, File()]) -> tuple[int, UploadOut]:
    """CSV or XLSX; kept for a day. What it is proposed to be stands in the answer."""
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/uploads/pasted",
    name="uploads.paste",
    act=Act.FACTS_LOAD,
    words=Text(zh="粘贴一张表", en="paste a table"),
    response={201: UploadOut},
)
def paste_upload(request: Asking, given: PastedIn) -> tuple[int, UploadOut]:
    raise NotImplementedError


@endpoints.endpoint(
    "GET",
    "/uploads/{upload}",
    name="uploads.read",
    act=Act.FACTS_LOAD,
    words=Text(zh="看上传的文件", en="read what was handed in"),
    response=UploadOut,
)
def read_upload(request: Asking, upload: str, sheet: str = "") -> UploadOut:
    """Its state and progress; `sheet`: understood anew by another sheet."""
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/uploads/{upload}/preview",
    name="uploads.preview",
    act=Act.FACTS_LOAD,
    words=Text(zh="试读上传的文件", en="try a file that was handed in"),
    response=PreviewOut,
)
def preview_upload(request: Asking, upload: str, given: PreviewIn) -> PreviewOut:
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/uploads/{upload}/load",
    name="uploads.load",
    act=Act.FACTS_LOAD,
    words=Text(zh="装入上传的文件", en="load a file that was handed in"),
    response={202: UploadOut},
)
def load_upload(request: Asking, upload: str, given: LoadIn) -> tuple[int, UploadOut]:
    """A job; ask for the upload again to see how far it is."""
    raise NotImplementedError
