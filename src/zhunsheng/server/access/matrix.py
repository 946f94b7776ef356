"""The policy as a table that people can read: who reaches whose rows by which endpoint."""

from __future__ import annotations

from zhunsheng.server.access.endpoint import DECLARED
from zhunsheng.server.access.policy import FIELDS, POLICY
from zhunsheng.server.access.roles import FIELD_WORDS, ROLE_WORDS, FieldClass, Role
from zhunsheng.server.access.schemas import EndpointOut, FieldOut, Matrix, RoleWords


def matrix() -> Matrix:
    """Everything the law of access says."""
    return Matrix(
        roles=[RoleWords(role=role, name=ROLE_WORDS[role]) for role in Role],
        endpoints=[
            EndpointOut(
                name=one.name,
                method=one.method,
                path=one.path,
                act=one.act,
                words=one.words,
                roles={role.value: reach for role, reach in POLICY[one.act].items()},
            )
            for one in sorted(DECLARED.values(), key=lambda one: one.name)
        ],
        fields=[
            FieldOut(field=field, words=FIELD_WORDS[field], roles=[role for role in Role if role in FIELDS[field]])
            for field in FieldClass
        ],
    )
