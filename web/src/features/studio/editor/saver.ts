import { asTrouble, type Trouble } from '@/client/trouble'

import type { Act, Body, Entity } from '../studio'

const REST = 600
const RETRY = 4_000

export interface Server {
  save: (body: Body, version: number) => Promise<Entity>
  act: (act: Act, version: number) => Promise<Entity>
  read: () => Promise<Entity>
  /** Everything that the server told of the entity. */
  heard: (entity: Entity) => void
}

/** Keeps what is not saved yet where a closed page does not lose it. */
export interface Keeper {
  keep: (body: Body, version: number) => void
  drop: () => void
}

/** `waiting`: typed, not yet sent; `failed`: not arrived, tried again; `moved`: somebody else saved in between. */
export type Phase = 'saved' | 'waiting' | 'saving' | 'failed' | 'moved'

export interface Editing {
  /** null: removed in the draft. */
  body: Body | null
  version: number
  phase: Phase
  savedAt: string | null
  trouble: Trouble | null
  /** What the other one saved, while one has to choose. */
  theirs: Entity | null
  /** What was mine before theirs was taken. */
  mine: Body | null
}

/** Saves what is typed once the typing rests: one save at a time, the newest next, nothing ever dropped. */
export class Saver {
  state: Editing
  private timer: ReturnType<typeof setTimeout> | undefined
  private flight: Promise<void> | undefined
  private readonly listeners = new Set<() => void>()

  constructor(
    entity: Entity,
    private readonly server: Server,
    private readonly keeper: Keeper,
  ) {
    const { body, version, at } = entity
    this.state = { body, version, phase: 'saved', savedAt: at, trouble: null, theirs: null, mine: null }
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  snapshot = () => this.state

  /** Whether all that was typed has arrived. */
  get settled(): boolean {
    return this.state.phase === 'saved'
  }

  change(body: Body): void {
    this.keeper.keep(body, this.state.version)
    if (this.state.phase === 'moved') this.set({ body })
    else {
      this.set({ body, phase: this.flight ? 'saving' : 'waiting' })
      this.later(REST)
    }
  }

  /** Sends what is not sent yet, at once; resolves when nothing is under way. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    await this.flight
    if (this.state.phase === 'waiting' || this.state.phase === 'failed') await this.send()
  }

  /** Takes over what the server has, unless something is under way here. */
  hear(entity: Entity): void {
    if (this.settled && entity.version > this.state.version) this.take(entity)
  }

  /** Something done to the entity as a whole, after everything typed has arrived. */
  async act(act: Act): Promise<void> {
    await this.flush()
    if (!this.settled) return
    this.set({ phase: 'saving' })
    await this.fly(async () => this.take(await this.server.act(act, this.state.version)))
  }

  /** Their version instead of mine, which stays at hand. */
  takeTheirs(): void {
    const { theirs, body } = this.state
    if (!theirs) return
    this.take(theirs)
    this.set({ mine: body })
  }

  /** My version on top of theirs. */
  async keepMine(): Promise<void> {
    const { theirs, body } = this.state
    if (!theirs || !body) return
    this.set({ version: theirs.version, theirs: null, phase: 'waiting' })
    await this.flush()
  }

  /** Back to what was mine before theirs was taken. */
  bringBack(): void {
    const { mine } = this.state
    if (!mine) return
    this.set({ mine: null })
    this.change(mine)
  }
  letGo(): void {
    this.set({ mine: null })
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private later(rest: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), rest)
  }

  private async send(): Promise<void> {
    const { body, version } = this.state
    if (!body) return
    this.set({ phase: 'saving', trouble: null })
    await this.fly(async () => {
      const entity = await this.server.save(body, version)
      if (this.state.body === body) this.take({ ...entity, body })
      else {
        this.set({ version: entity.version, savedAt: entity.at, phase: 'waiting' })
        this.keeper.keep(this.state.body ?? body, entity.version)
        this.server.heard(entity)
        this.later(0)
      }
    })
  }

  private async fly(call: () => Promise<void>): Promise<void> {
    this.flight = call().catch((thrown: unknown) => this.stumble(asTrouble(thrown)))
    await this.flight
    this.flight = undefined
  }

  private async stumble(trouble: Trouble): Promise<void> {
    if (trouble.status === 409) {
      const theirs = await this.server.read().catch(() => null)
      if (theirs) {
        this.set({ phase: 'moved', theirs, trouble })
        return
      }
    }
    this.set({ phase: 'failed', trouble })
    const hopeless = trouble.status >= 400 && trouble.status < 500 && trouble.status !== 429
    if (!hopeless || trouble.status === 409) this.later(RETRY)
  }

  private take(entity: Entity): void {
    const { body, version, at } = entity
    this.keeper.drop()
    this.set({ body, version, phase: 'saved', savedAt: at, trouble: null, theirs: null })
    this.server.heard(entity)
  }

  private set(change: Partial<Editing>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}
