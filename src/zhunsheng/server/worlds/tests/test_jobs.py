"""Jobs belong to the transaction and the world that asked for them."""

from django.db import connection, transaction

from zhunsheng.server.project.jobs import run_until_empty, worker_name
from zhunsheng.server.worlds.jobs import WorldTask
from zhunsheng.server.worlds.values import WorldInfo


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_a_job_deferred_in_a_transaction_that_fails_never_was(world: WorldInfo, note_task: WorldTask) -> None:
    with transaction.atomic():
        note_task.defer(world, word="lost")
        transaction.set_rollback(True)
    assert _rows("SELECT 1 FROM procrastinate_jobs") == []


def test_a_job_deferred_in_a_transaction_that_commits_is_one_job(world: WorldInfo, note_task: WorldTask) -> None:
    with transaction.atomic():
        note_task.defer(world, word="kept")
    assert _rows("SELECT task_name, args->>'world' FROM public.procrastinate_jobs") == [("tests.note", "live")]


def test_a_worker_runs_the_job_inside_its_world(world: WorldInfo, note_task: WorldTask) -> None:
    note_task.defer(world, word="done")
    run_until_empty()
    assert _rows(f"SELECT word, world FROM {world.schema}.noted") == [("done", "live")]
    assert _rows("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'tests.note'") == []


def test_a_job_whose_worker_died_is_done_by_another(world: WorldInfo, note_task: WorldTask) -> None:
    _left_behind(note_task.defer(world, word="rescued"), attempts=1)
    run_until_empty()
    assert _rows(f"SELECT word FROM {world.schema}.noted") == [("rescued",)]


def test_a_job_that_kills_every_worker_is_given_up(world: WorldInfo, note_task: WorldTask) -> None:
    job = note_task.defer(world, word="deadly")
    _left_behind(job, attempts=5)
    run_until_empty()
    assert _rows(f"SELECT word FROM {world.schema}.noted") == []
    assert _rows(f"SELECT status::text FROM procrastinate_jobs WHERE id = {job}") == [("failed",)]
    assert note_task.under_way(world) == []


def _left_behind(job: int, *, attempts: int) -> None:
    """As a worker leaves it that dies over it; and somebody looks after such."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s", [attempts, job])
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, args)"
            " VALUES ('jobs.rescue', 'default', '{\"timestamp\": 0}')"
        )


def test_no_two_workers_share_a_name() -> None:
    assert worker_name() != worker_name()
