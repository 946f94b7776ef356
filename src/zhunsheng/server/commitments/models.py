"""What is kept of cases: results of the fold, which can always be made again, and what was decided on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Chain(models.Model):
    """How far the cases of a commitment have followed the lake.

    `since`: when it was followed first; what fell due before is history, and nobody is told of it. `release`: of the
    definitions that its cases were folded by. `read`: source → sequence up to which its facts are in. `ahead`: facts
    tell of something that happens then; null: of nothing to come. `places`: version of the organisation by which it was
    chosen whose calendar counts; empty: the same for all.
    """

    commitment = models.CharField(max_length=63, primary_key=True)
    since = models.DateTimeField()
    release = models.IntegerField()
    read = models.JSONField(default=dict)
    ahead = models.DateTimeField(null=True)
    places = models.TextField(default="")


class Standing(models.Model):
    """How a stage of a case stands, see the engine's STANDINGS.

    `person`: who had the case when it ended or fell due, or has it; `named`: who was responsible as it began (see
    `holding`). `state`: open turns missed when its deadline fires. `silent`: it fell due before the commitment, or this
    definition of it, was followed. `decision`: number of the decision in force on it, that it was missed or kept; null
    where there is none, or it was taken back. `told`: the facts that the product tells say the same of it; where not,
    they say nothing of it.
    """

    commitment = models.CharField(max_length=63)
    case = models.TextField(db_collation="C")
    stage = models.CharField(max_length=63)
    release = models.IntegerField()
    person = models.BigIntegerField(null=True)
    named = models.BigIntegerField(null=True)
    seq = models.BigIntegerField()
    began = models.DateTimeField()
    due = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    took = models.BigIntegerField(null=True)
    state = models.CharField(max_length=6)
    facts = models.TextField(default="")
    silent = models.BooleanField()
    decision = models.BigIntegerField(null=True)
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("commitment", "case", "stage", name="one_standing_a_stage")]
        indexes = [
            models.Index("commitment", "due", condition=~Q(state="met") & Q(decision=None), name="standing_undecided"),
            models.Index("commitment", "due", condition=~Q(state="open") & Q(told=False), name="standing_untold"),
        ]


class Beginning(models.Model):
    """That a case has begun, by which decision. `person`: to whom it was given by rule; null: whom its record names."""

    commitment = models.CharField(max_length=63)
    case = models.TextField(db_collation="C")
    person = models.BigIntegerField(null=True)
    decision = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("commitment", "case", name="one_beginning_a_case")]


class Holding(models.Model):
    """That a case was handed over to somebody, from when on, by which decision; gone once that is taken back."""

    commitment = models.CharField(max_length=63)
    case = models.TextField(db_collation="C")
    person = models.BigIntegerField()
    since = models.DateTimeField()
    decision = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("commitment", "case", "decision", name="one_holding_a_decision")]


class Listener(models.Model):
    """A source that is told how stages stand, and the fields, with their units, that all of it was told with."""

    source = models.CharField(max_length=63, primary_key=True)
    fields = models.JSONField(default=list)
