"""What headings say, in both languages: which words stand for which meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from zhunsheng.engine.values import Text

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class Words(NamedTuple):
    """`zh` may stand anywhere in a heading; of `en` each is one word of it, or several in a row."""

    zh: str
    en: str


MEANINGS = {
    "number": Words("工号 员工编号 员工号 人员编号 职工号", "employee_id emp_id employee_number employee_no staff_id"),
    "key": Words("编号 单号 编码 代码 流水号 订单号 合同号 票号 序列号 工号", "id no number code key nr num ref sku"),
    "full_name": Words("姓名", "full_name employee_name staff_name"),
    "name": Words("姓名 名称 名字 全称 简称", "name"),
    "person": Words(
        "员工 销售员 销售人员 销售代表 业务员 客服 坐席 负责人 跟进人 经办人 受理人 处理人 客户经理 工程师 技师 "
        "操作员 人员 组长 班长 姓名",
        "agent employee salesperson rep seller owner assignee staff technician engineer operator handler person worker",
    ),
    "manager": Words("上级 经理 主管 领导 汇报对象", "manager supervisor boss reports_to"),
    "unit": Words("部门 组织 机构 团队 科室 班组 办事处", "department dept unit team office division"),
    "region": Words("区域 大区 地区 片区", "region regional area territory"),
    "position": Words("岗位 职位 职务", "position job job_title title role"),
    "starts": Words("入职", "hire hired dateof_hire joined hire_date"),
    "ends": Words("离职", "termination terminated left leaving"),
    "phone": Words("手机 电话 联系方式", "phone mobile cell telephone tel"),
    "email": Words("邮箱 邮件", "email mail"),
    "identity": Words("身份证 证件号", "identity passport ssn"),
    "money": Words(
        "金额 价 额 费 款 收入 成本 利润 预算 营收 产值 货值",
        "amount value price revenue cost profit budget sales fee total payment spend turnover",
    ),
    "pay": Words("工资 薪 奖金 津贴", "salary wage wages pay bonus compensation payrate"),
    "bounded": Words(
        "数量 人数 件数 单价 标价 售价 价格 次数 时长 工时 台数",
        "price value revenue quantity qty count employees headcount hours units duration",
    ),
    "percent": Words("率 占比 比例 百分", "percent pct percentage rate ratio share"),
    "date": Words("日期 时间 日 时刻 年月", "date time day at on timestamp datetime month"),
    "ended": Words(
        "完成 关闭 成交 结束 签约 交付 发生 结案 下单 销售 付款 到账 发货 解决",
        "close closed done complete completed finished end ended resolved order ordered sold signed delivered paid",
    ),
    "begun": Words(
        "创建 开始 登记 录入 跟进 打开 提交 更新", "create created start started open opened engage entered updated"
    ),
    "past": Words(
        "出生 生日 成立 建档 注册 入职 到期", "birth born dob founded established registered expiry expires due"
    ),
    "status": Words(
        "状态 阶段 类型 类别 等级 级别 优先级 性别 渠道 结果 分类",
        "status stage state type category class level priority gender sex channel result outcome transition",
    ),
    "flag": Words("是否 有无", "is has flag"),
    "year": Words("年份 年度", "year"),
    "attribute": Words(
        "日期 时间 额 数 率 价 费 状态 类型 类别 级别 等级 分类 系列 来源 地址 电话 手机 行业 邮箱 规模 区域 备注 年",
        "date time amount value price count number_of qty status stage type category level series source address phone "
        "email size region industry sector location notes year rate total",
    ),
    "list": Words("清单 名单 目录 列表 花名册 档案 主数据", "list master catalog catalogue directory roster members"),
}
DIMENSIONS = {
    "customer": (
        Text(zh="客户", en="Customer"),
        Words("客户 医院 买方 顾客", "customer customers client account accounts buyer"),
    ),
    "product": (
        Text(zh="产品", en="Product"),
        Words("产品 商品 品名 物料 货品", "product products item items material sku"),
    ),
    "device": (Text(zh="设备", en="Device"), Words("设备 机器 机台", "device devices machine machines equipment")),
    "supplier": (Text(zh="供应商", en="Supplier"), Words("供应商 供货商", "supplier suppliers vendor vendors")),
    "store": (Text(zh="门店", en="Store"), Words("门店 店铺 网点", "store stores shop shops outlet branch")),
    "project": (Text(zh="项目", en="Project"), Words("项目", "project projects")),
    "line": (Text(zh="产线", en="Line"), Words("产线 生产线", "production_line")),
}
"""Dimensions that most companies have, as they are proposed where a company has none of the kind."""


def says(heading: str, meaning: str) -> bool:
    """Whether the heading speaks of it."""
    return speaks(heading, MEANINGS[meaning])


def speaks(heading: str, words: Words) -> bool:
    plain, parts = _read(heading)
    return any(word in plain for word in words.zh.split()) or any(f"_{word}_" in parts for word in words.en.split())


def parts(heading: str) -> str:
    """The Latin words of a heading in a row: `closeDate` → close_date."""
    return _read(heading)[1].strip("_")


@cache
def _read(heading: str) -> tuple[str, str]:
    plain = unicodedata.normalize("NFKC", heading)
    return plain, f"_{'_'.join(_PARTS.findall(plain)).lower()}_"
