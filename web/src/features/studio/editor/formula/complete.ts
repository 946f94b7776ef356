import type { Completion, CompletionSource } from '@codemirror/autocomplete'

export const FUNCTIONS = ['or_zero', 'min', 'max', 'abs'] as const

const WORD = /[\p{L}\p{N}_]+$/u

/** Metrics by name or id, and the functions; a name is picked, its id is written. */
export function completions(names: ReadonlyMap<string, string>, about: Record<string, string>): CompletionSource {
  return (context) => {
    const word = context.matchBefore(WORD)
    if (!word && !context.explicit) return null
    const typed = (word?.text ?? '').toLowerCase()
    if (/^\d/.test(typed)) return null
    const metrics = [...names].flatMap(([id, name]) => optionOf(id, name, typed) ?? [])
    const functions = FUNCTIONS.filter((name) => name.startsWith(typed)).map((name): Completion => ({
      label: `${name}(…)`,
      info: about[name],
      apply: calling(name),
    }))
    return { from: word?.from ?? context.pos, options: [...metrics, ...functions], filter: false }
  }
}

function optionOf(id: string, name: string, typed: string): Completion | null {
  if (!name.toLowerCase().includes(typed) && !id.includes(typed)) return null
  return { label: name, detail: id, apply: `${id} ` }
}

const calling =
  (name: string): Exclude<Completion['apply'], string | undefined> =>
  (view, _completion, from, to) =>
    view.dispatch({
      changes: { from, to, insert: `${name}()` },
      selection: { anchor: from + name.length + 1 },
    })
