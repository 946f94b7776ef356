import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'

import { worldPath } from '@/client/world'

import { actOn, type Body, type Entity, entityKey, readEntity, saveEntity } from '../studio'
import { type Keeper, Saver } from './saver'

/** An entity being edited: what is typed saves itself, and survives a page that closes too early. */
export function useEditing(entity: Entity) {
  const client = useQueryClient()
  const [saver] = useState(() => {
    const { kind, id } = entity
    const heard = (told: Entity) => {
      client.setQueryData(entityKey(kind, id), told)
      for (const key of ['draft', 'entities']) void client.invalidateQueries({ queryKey: ['studio', key] })
    }
    const server = {
      save: (body: Body, version: number) => saveEntity(kind, id, body, version),
      act: (act: Parameters<typeof actOn>[0], version: number) => actOn(act, kind, id, version),
      read: () => readEntity(kind, id),
      heard,
    }
    return restored(new Saver(entity, server, keeperOf(kind, id)), kind, id)
  })
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot)

  useEffect(() => saver.hear(entity), [saver, entity])
  useEffect(() => {
    const settle = () => void saver.flush()
    const stay = (event: BeforeUnloadEvent) => {
      if (saver.settled) return
      settle()
      event.preventDefault()
    }
    window.addEventListener('beforeunload', stay)
    window.addEventListener('online', settle)
    return () => {
      window.removeEventListener('beforeunload', stay)
      window.removeEventListener('online', settle)
      settle()
    }
  }, [saver])
  return { saver, state }
}

interface Kept {
  body: Body
  version: number
}

const keyOf = (kind: string, id: string) => `zs.draft:${worldPath}:${kind}/${id}`

/** Keeps unsaved words in the browser; where it has no room for them, they last as long as the page. */
function keeperOf(kind: string, id: string): Keeper {
  const key = keyOf(kind, id)
  return {
    keep: (body, version) => quietly(() => localStorage.setItem(key, JSON.stringify({ body, version }))),
    drop: () => quietly(() => localStorage.removeItem(key)),
  }
}

/** With what a closed page had not saved, if there is any. */
function restored(saver: Saver, kind: string, id: string): Saver {
  const text = quietly(() => localStorage.getItem(keyOf(kind, id)))
  const kept = text && quietly(() => JSON.parse(text) as Kept)
  if (kept && JSON.stringify(kept.body) !== JSON.stringify(saver.state.body)) {
    saver.state = { ...saver.state, version: kept.version }
    saver.change(kept.body)
  }
  return saver
}

function quietly<T>(deed: () => T): T | null {
  try {
    return deed()
  } catch {
    return null
  }
}
