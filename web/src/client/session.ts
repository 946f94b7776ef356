import { cookie } from './cookie'
import { asTrouble, Trouble, troubleOf } from './trouble'

const BASE = '/_allauth/browser/v1'

interface Refusal {
  errors?: { message: string; param?: string }[]
}

async function call(method: string, path: string, body?: object, more: Record<string, string> = {}): Promise<Response> {
  const headers = { 'Accept-Language': document.documentElement.lang, 'X-CSRFToken': cookie('csrftoken'), ...more }
  const init: RequestInit = { method, credentials: 'same-origin', headers }
  if (body)
    Object.assign(init, { body: JSON.stringify(body), headers: { ...headers, 'Content-Type': 'application/json' } })
  return fetch(BASE + path, init).catch((thrown: unknown) => {
    throw asTrouble(thrown)
  })
}

async function refused(response: Response): Promise<Trouble> {
  const body = (await response.json().catch(() => ({}))) as Refusal
  const detail = (body.errors ?? []).map((error) => error.message).join(' ')
  return detail ? new Trouble({ status: response.status, code: 'form', detail }) : troubleOf(response, body)
}

/** Sets the cookie that every write must repeat. */
async function fetchCsrf(): Promise<void> {
  if (!cookie('csrftoken')) await call('GET', '/config')
}

/** Signs in; 409 means that somebody is signed in already, which is as good. */
export async function signIn(username: string, password: string): Promise<void> {
  await fetchCsrf()
  const response = await call('POST', '/auth/login', { username, password })
  if (response.status === 400) throw new Trouble({ status: 400, code: 'wrong_password' })
  if (!response.ok && response.status !== 409) throw await refused(response)
}

/** Signs out: the server answers 401 when nobody is signed in any more. */
export async function signOut(): Promise<void> {
  const response = await call('DELETE', '/auth/session')
  if (!response.ok && response.status !== 401) throw await refused(response)
}

export async function askForReset(email: string): Promise<void> {
  await fetchCsrf()
  const response = await call('POST', '/auth/password/request', { email })
  if (!response.ok) throw await refused(response)
}

/** Whose password the link of the letter resets; refused when it is used up. */
export async function checkReset(key: string): Promise<string> {
  const response = await call('GET', '/auth/password/reset', undefined, { 'X-Password-Reset-Key': key })
  if (!response.ok) throw await refused(response)
  const body = (await response.json()) as { data?: { user?: { display?: string } } }
  return body.data?.user?.display ?? ''
}

/** Sets the new password; 401 only says that one still has to sign in. */
export async function resetPassword(key: string, password: string): Promise<void> {
  await fetchCsrf()
  const response = await call('POST', '/auth/password/reset', { key, password })
  if (!response.ok && response.status !== 401) throw await refused(response)
}

export async function changePassword(current: string, next: string): Promise<void> {
  const response = await call('POST', '/account/password/change', { current_password: current, new_password: next })
  if (!response.ok) throw await refused(response)
}
