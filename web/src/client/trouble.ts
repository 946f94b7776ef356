import type { components } from './schema'

type Problem = components['schemas']['ProblemItem']
type Preview = components['schemas']['ImportPreview']

/** What went wrong, as the server said it (problem+json) or as the browser found it. */
export class Trouble extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly reference: string
  readonly problems: Problem[]
  /** What a list of people would do now, where its preview is no longer true. */
  readonly preview: Preview | undefined

  constructor(said: Partial<Omit<Trouble, 'name' | 'message'>> & { status: number; code: string }) {
    super(said.detail || said.title || said.code)
    this.name = 'Trouble'
    this.status = said.status
    this.code = said.code
    this.title = said.title ?? ''
    this.detail = said.detail ?? ''
    this.reference = said.reference ?? ''
    this.problems = said.problems ?? []
    this.preview = said.preview
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Any answer that is not a success, as a Trouble. `body`: what could be read of it. */
export function troubleOf(response: Response, body: unknown): Trouble {
  const said = isObject(body) ? body : {}
  return new Trouble({
    status: response.status,
    code: text(said.code) || `http_${response.status}`,
    title: text(said.title),
    detail: text(said.detail),
    reference: text(said.reference),
    problems: Array.isArray(said.problems) ? (said.problems as Problem[]) : [],
    preview: isObject(said.preview) ? (said.preview as Preview) : undefined,
  })
}

/** What was thrown, as a Trouble: a fetch that never arrived reads `offline`. */
export function asTrouble(thrown: unknown): Trouble {
  if (thrown instanceof Trouble) return thrown
  if (thrown instanceof TypeError) return new Trouble({ status: 0, code: 'offline' })
  return new Trouble({ status: 0, code: 'page', detail: thrown instanceof Error ? thrown.message : String(thrown) })
}
