"""What stands in the knowledge base: sixty articles, numbered as they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhunsheng.demo.systems.service_cases import VIDEOS_SINCE
from zhunsheng.demo.systems.service_ground import CASE_TYPES, FAULTS

SHORTCUT = 9
"""The number of the article that makes answers shorter and solves less: K009."""
FIRST_VIDEO = 41
"""The first of the fault videos, one for each kind of fault."""


@dataclass(frozen=True)
class Article:
    """`author`: a seat's code. `case`: the kind of service order that it helps with, if any; else it is for answers."""

    number: int
    title: str
    form: str
    tags: str
    author: str
    published: date
    case: str | None


MANY = 60
_ANSWERS = (
    "怎么登记报修", "如何查询维保到期日", "发票与对账常见问题", "耗材下单与退换流程", "客户催单怎么答",
    "开机无反应的排查顺序", "打印机不出报告", "投诉升级的分级标准", "重启三步话术", "预约上门时间的话术",
    "备用机申请流程", "远程协助怎么连", "密码重置与账号解锁", "节假日服务安排", "质控品保存与有效期",
    "校准证书在哪里下载", "价格咨询转接规则", "培训预约流程", "满意度回访要点", "运费与到货时间",
)  # fmt: skip
_GUIDES = ("排查步骤", "更换备件要点", "常见误判", "现场检查单", "客户沟通要点")


def articles() -> tuple[Article, ...]:
    """All of them, in the order of their numbers."""
    return tuple(_article(number) for number in range(1, MANY + 1))


def _article(number: int) -> Article:
    video = number - FIRST_VIDEO
    if 0 <= video < len(FAULTS):
        case = FAULTS[video].name
        day = VIDEOS_SINCE - timedelta(days=21 - 3 * video)
        return Article(number, f"视频：{case}三分钟定位与修复", "视频", f"故障视频,{case}", "E012", day, case)
    if number <= len(_ANSWERS):
        author = f"C{2 + (number * 7) % 16:03d}"
        return Article(number, _ANSWERS[number - 1], "图文", "客服,话术", author, _published(number), None)
    guide, at = divmod(number - len(_ANSWERS) - 1, len(CASE_TYPES))
    case, author = CASE_TYPES[at].name, f"E{1 + (number * 5) % 48:03d}"
    title = f"{case}：{_GUIDES[guide]}"
    return Article(number, title, "图文", f"现场,{case}", author, _published(number), case)


def _published(number: int) -> date:
    """In the order of their numbers; those for answers and the first guides are older than the story."""
    if number <= 28:
        return date(2020, 6, 3) + timedelta(days=number * 32)
    if number < FIRST_VIDEO:
        return date(2022, 12, 7) + timedelta(days=(number - 28) * 65)
    return VIDEOS_SINCE + timedelta(days=(number - FIRST_VIDEO - len(FAULTS) + 1) * 16)
