import { setDiagnostics } from '@codemirror/lint'
import { type EditorState, type Extension } from '@codemirror/state'

import type { Located } from '../../studio'

export interface Wrong {
  column: number
  message: string
}

/** Where in the formula the server found a fault: it says the column, from 1. */
export function columnOf({ what }: Pick<Located, 'what'>): Wrong {
  const column = /column (\d+)/.exec(what.en)?.[1]
  return { column: column === undefined ? 1 : Number(column), message: '' }
}

/** Underlines what is wrong in the formula; the words stand below it. */
export const marks = Object.assign((): Extension => [], {
  at: (state: EditorState, wrong: Wrong[]) =>
    setDiagnostics(
      state,
      wrong.map(({ column, message }) => {
        const from = Math.min(column - 1, state.doc.length)
        return { from, to: Math.min(wordEnd(state, from), state.doc.length), severity: 'error' as const, message }
      }),
    ),
})

function wordEnd(state: EditorState, from: number): number {
  const rest = /^[\w]+/.exec(state.doc.sliceString(from))
  return from + (rest?.[0].length ?? 1)
}
