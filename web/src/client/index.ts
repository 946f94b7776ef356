import createClient from 'openapi-fetch'

import { cookie } from './cookie'
import type { paths } from './schema'
import { asTrouble, troubleOf } from './trouble'
import { worldPath } from './world'

const READS = new Set(['GET', 'HEAD'])

export const api = createClient<paths>({ baseUrl: worldPath, credentials: 'same-origin' })

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang)
    if (!READS.has(request.method)) request.headers.set('X-CSRFToken', cookie('csrftoken'))
    return request
  },
})

/** The data of an answer; throws a Trouble for anything else. */
export async function told<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const answer = await call.catch((thrown: unknown) => {
    throw asTrouble(thrown)
  })
  if (!answer.response.ok) throw troubleOf(answer.response, answer.error)
  return answer.data as T
}

/** The address of a file to download, with the same parameters as the list it comes from. */
export function fileAddress(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const words = new URLSearchParams(given).toString()
  return `${worldPath}/api/v1${path}${words && `?${words}`}`
}
