import type { IncomingMessage, ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Connect, Plugin } from 'vite'

import { answerTo } from './answers.ts'
import { allauth } from './session.ts'

const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'"
const SHELL = fileURLToPath(new URL('../../src/zhunsheng/server/front/dist/index.html', import.meta.url))

/** Answers like the server, with invented content, for working on pages without it. Never part of the build. */
export function mock(): Plugin {
  return {
    name: 'zhunsheng-mock',
    configureServer: (server) => void server.middlewares.use(api),
    configurePreviewServer: (server) => void server.middlewares.use(api).use(shell),
  }
}

const api: Connect.NextHandleFunction = (request, response, next) => {
  const url = new URL(request.url ?? '/', 'http://mock')
  const path = url.pathname.replace(/^\/w\/[^/]+/, '')
  if (path.startsWith('/_allauth/')) allauth(request, response, path)
  else if (path.startsWith('/api/v1/')) void answered(request, response, path.slice(7), url.searchParams)
  else if (path === '/live') stream(response)
  else next()
}

/** As the server does it: the shell for every address that is no file, under the same policy. */
const shell: Connect.NextHandleFunction = (request, response, next) => {
  response.setHeader('Content-Security-Policy', CSP)
  if (request.url?.startsWith('/static/')) {
    next()
    return
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(readFileSync(SHELL))
}

async function answered(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams) {
  await new Promise((resolve) => setTimeout(resolve, 120))
  const { status, body } = answerTo(request, path, query, await given(request))
  response.statusCode = status
  response.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json')
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

function stream(response: ServerResponse) {
  response.setHeader('Content-Type', 'text/event-stream')
  response.write(': beat\n\n')
}

/** The body, where it is JSON. */
async function given(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.includes('json')) return undefined
  let text = ''
  for await (const piece of request) text += String(piece)
  return JSON.parse(text || 'null') as unknown
}
