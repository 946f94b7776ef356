import { beforeEach, expect, it, vi } from 'vitest'

import { Trouble } from '@/client/trouble'

import type { Body, Entity } from '../studio'
import { Saver, type Server } from './saver'

const entity = (body: Body | null, version: number, by = 'me') => ({ body, version, at: `at ${version}`, by }) as Entity

/** A server that keeps one entity, as the real one does: another version than its own is refused. */
function standing(body: Body, version = 1) {
  const kept = { now: entity(body, version), saves: 0, down: false, hold: undefined as Promise<undefined> | undefined }
  const server: Server = {
    save: async (next, known) => {
      kept.saves += 1
      await kept.hold
      if (kept.down) throw new Trouble({ status: 0, code: 'offline' })
      if (known !== kept.now.version) throw new Trouble({ status: 409, code: 'draft.moved' })
      kept.now = entity(next, known + 1)
      return kept.now
    },
    act: async (_act, known) => Promise.resolve((kept.now = entity({ undone: true }, known + 1))),
    read: async () => Promise.resolve(kept.now),
    heard: () => undefined,
  }
  const keeper = { keep: vi.fn(), drop: vi.fn() }
  return { kept, keeper, saver: new Saver(kept.now, server, keeper) }
}

beforeEach(() => void vi.useFakeTimers())

it('saves once when the typing rests', async () => {
  const { kept, saver } = standing({})
  for (const typed of ['a', 'ab', 'abc']) saver.change({ typed })
  expect(saver.state.phase).toBe('waiting')
  await vi.advanceTimersByTimeAsync(700)
  expect([kept.saves, kept.now.body, saver.state.phase, saver.state.version]).toEqual([1, { typed: 'abc' }, 'saved', 2])
})

it('has one save in flight and sends the newest after it', async () => {
  const { kept, saver } = standing({})
  let land: (nothing: undefined) => void = () => undefined
  kept.hold = new Promise((resolve) => {
    land = resolve
  })
  saver.change({ typed: 'a' })
  await vi.advanceTimersByTimeAsync(700)
  saver.change({ typed: 'ab' })
  saver.change({ typed: 'abc' })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(kept.saves).toBe(1)
  land(undefined)
  await vi.advanceTimersByTimeAsync(700)
  expect([kept.saves, kept.now.body, saver.settled]).toEqual([2, { typed: 'abc' }, true])
})

it('tries again while the server is away, and keeps what was typed meanwhile', async () => {
  const { kept, keeper, saver } = standing({})
  kept.down = true
  saver.change({ typed: 'a' })
  await vi.advanceTimersByTimeAsync(700)
  expect([saver.state.phase, saver.state.trouble?.code]).toEqual(['failed', 'offline'])
  kept.down = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect([kept.now.body, saver.settled]).toEqual([{ typed: 'a' }, true])
  expect(keeper.drop).toHaveBeenCalled()
})

it('lets one choose where somebody else saved: theirs, with mine at hand', async () => {
  const { kept, saver } = standing({})
  kept.now = entity({ typed: 'theirs' }, 2, '王芳')
  saver.change({ typed: 'mine' })
  await vi.advanceTimersByTimeAsync(700)
  expect([saver.state.phase, saver.state.theirs?.by, saver.state.body]).toEqual(['moved', '王芳', { typed: 'mine' }])
  saver.takeTheirs()
  expect([saver.state.body, saver.state.mine, saver.settled]).toEqual([{ typed: 'theirs' }, { typed: 'mine' }, true])
  saver.bringBack()
  await vi.advanceTimersByTimeAsync(700)
  expect([kept.now.body, kept.now.version]).toEqual([{ typed: 'mine' }, 3])
})

it('lets one choose where somebody else saved: mine, on top of theirs, with what was typed since', async () => {
  const { kept, saver } = standing({})
  kept.now = entity({ typed: 'theirs' }, 5, '王芳')
  saver.change({ typed: 'mine' })
  await vi.advanceTimersByTimeAsync(700)
  saver.change({ typed: 'mine, longer' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(kept.now.version).toBe(5)
  await saver.keepMine()
  expect([kept.now.body, kept.now.version, saver.settled]).toEqual([{ typed: 'mine, longer' }, 6, true])
})

it('undoes only after everything typed has arrived', async () => {
  const { kept, saver } = standing({})
  saver.change({ typed: 'a' })
  await saver.act('undo')
  expect([kept.saves, saver.state.body, saver.state.version]).toEqual([1, { undone: true }, 3])
})

it('takes over what others save while nothing is typed here', () => {
  const { saver } = standing({ typed: 'a' })
  saver.hear(entity({ typed: 'b' }, 2))
  expect(saver.state.body).toEqual({ typed: 'b' })
  saver.change({ typed: 'c' })
  saver.hear(entity({ typed: 'd' }, 3))
  expect(saver.state.body).toEqual({ typed: 'c' })
})
