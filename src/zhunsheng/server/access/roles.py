"""The words of the policy: roles, acts, how far a role reaches, classes of fields."""

from __future__ import annotations

from enum import StrEnum

from zhunsheng.engine.values import Text


class Role(StrEnum):
    """What somebody is to the company. The first two follow from the organisation, the others are granted."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    HRBP = "hrbp"
    DIRECTOR = "director"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


GRANTED = (Role.HRBP, Role.DIRECTOR, Role.EXPERT, Role.ADMINISTRATOR, Role.AUDITOR)
"""Roles that somebody gives; the rest the organisation gives by itself."""


class Reach(StrEnum):
    """Whose rows a role reaches, in growing order. `own`: what belongs to the account, e.g. its tokens, or was given
    to its person to do.

    `self`: one's own person; `line`: everybody below in the reporting line; `units`: everybody in the granted units
    and below them; `all`: everybody and everything.
    """

    OWN = "own"
    SELF = "self"
    LINE = "line"
    UNITS = "units"
    ALL = "all"


class Act(StrEnum):
    """What an endpoint does, as far as the law of access is concerned."""

    ACCOUNT = "account"
    DEFINITIONS = "definitions"
    NUMBERS = "numbers"
    PEOPLE = "people"
    PEOPLE_CHANGE = "people_change"
    VISITS = "visits"
    OWN_VISITS = "own_visits"
    ACCOUNTS = "accounts"
    FACTS_READ = "facts_read"
    FACTS_LOAD = "facts_load"
    FACTS_WRITE = "facts_write"
    BLUEPRINT = "blueprint"
    CONFIGURE = "configure"
    TRY = "try"
    START = "start"
    DECISIONS = "decisions"
    APPEAL = "appeal"
    PERMISSIONS = "permissions"
    PERMISSIONS_CHANGE = "permissions_change"
    INBOX = "inbox"
    TELL = "tell"
    EVIDENCE = "evidence"
    SETTLE = "settle"
    STORY = "story"


class FieldClass(StrEnum):
    """How sensitive a field of a person is."""

    OPEN = "open"
    EMPLOYMENT = "employment"
    CONTACT = "contact"
    PAY = "pay"


ROLE_WORDS = {
    Role.EMPLOYEE: Text(zh="员工", en="employee"),
    Role.MANAGER: Text(zh="经理", en="manager"),
    Role.HRBP: Text(zh="人力伙伴", en="HR partner"),
    Role.DIRECTOR: Text(zh="总监", en="director"),
    Role.EXPERT: Text(zh="专家委员", en="expert committee"),
    Role.ADMINISTRATOR: Text(zh="管理员", en="administrator"),
    Role.AUDITOR: Text(zh="审计员", en="auditor"),
}

REACH_WORDS = {
    Reach.OWN: Text(zh="自己名下的", en="in one's own name"),
    Reach.SELF: Text(zh="本人的", en="one's own"),
    Reach.LINE: Text(zh="汇报线内的", en="of one's reporting line"),
    Reach.UNITS: Text(zh="授权部门内的", en="of the granted units"),
    Reach.ALL: Text(zh="全部", en="all"),
}

ACT_WORDS = {
    Act.ACCOUNT: Text(zh="管理自己的账号", en="manage your own account"),
    Act.DEFINITIONS: Text(zh="看指标的定义", en="read definitions of metrics"),
    Act.NUMBERS: Text(zh="看数字、它的依据行并导出", en="read and export numbers and the rows behind them"),
    Act.PEOPLE: Text(zh="看人员资料并导出", en="read and export people's records"),
    Act.PEOPLE_CHANGE: Text(zh="导入人员名单", en="import lists of people"),
    Act.VISITS: Text(zh="看访问记录", en="read the access log"),
    Act.OWN_VISITS: Text(zh="看谁看过自己", en="see who viewed you"),
    Act.ACCOUNTS: Text(zh="管理账号与角色", en="manage accounts and roles"),
    Act.FACTS_READ: Text(zh="看数据源和数据批次的回执", en="read sources and receipts of data"),
    Act.FACTS_LOAD: Text(zh="上传、修正和撤回数据", en="hand in, mend and withdraw data"),
    Act.FACTS_WRITE: Text(zh="推送数据", en="push data"),
    Act.BLUEPRINT: Text(zh="看蓝图的草稿和发布历史", en="read the draft and the history of the blueprint"),
    Act.CONFIGURE: Text(zh="改草稿并发布", en="change the draft and publish it"),
    Act.TRY: Text(zh="用草稿试算数字", en="try numbers by the draft"),
    Act.START: Text(zh="设置公司", en="set the company up"),
    Act.DECISIONS: Text(zh="看决定和它的理由", en="read decisions and their reasons"),
    Act.APPEAL: Text(zh="对决定提出申诉", en="appeal against decisions"),
    Act.PERMISSIONS: Text(zh="看哪些权限被冻结", en="see which permissions are frozen"),
    Act.PERMISSIONS_CHANGE: Text(zh="确认或解除冻结", en="confirm or lift freezes"),
    Act.INBOX: Text(zh="看自己的任务卡和通知", en="read your own cards and notices"),
    Act.SETTLE: Text(zh="处理申诉", en="settle appeals"),
    Act.TELL: Text(zh="填写表单、上传佐证", en="fill in forms and show evidence"),
    Act.EVIDENCE: Text(zh="看佐证", en="look at evidence"),
    Act.STORY: Text(zh="让示例公司的时间往前走", en="let time pass in an example company"),
}

FIELD_WORDS = {
    FieldClass.OPEN: Text(zh="姓名、工号、部门、岗位、区域、上级", en="name, number, unit, position, region, manager"),
    FieldClass.EMPLOYMENT: Text(zh="入职与离职日期", en="dates of hire and leaving"),
    FieldClass.CONTACT: Text(zh="电子邮件", en="e-mail address"),
    FieldClass.PAY: Text(zh="薪酬字段", en="fields of pay"),
}
