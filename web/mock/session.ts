import type { IncomingMessage, ServerResponse } from 'node:http'

/** Who is signed in: a cookie says it, so that two browsers may differ. */
export const signedIn = (request: IncomingMessage) => /\bmock_session=1/.test(request.headers.cookie ?? '')

function reply(response: ServerResponse, status: number, body: object) {
  response.statusCode = status
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ status, ...body }))
}

/** The few addresses of allauth's headless API that the pages use. */
export function allauth(request: IncomingMessage, response: ServerResponse, path: string) {
  let text = ''
  request.on('data', (piece: Buffer) => (text += piece.toString()))
  request.on('end', () => {
    const body = JSON.parse(text || '{}') as Record<string, string>
    const cookies = ['csrftoken=mock; Path=/']
    const call = `${request.method ?? ''} ${path.replace('/_allauth/browser/v1', '')}`
    if (call === 'POST /auth/login' && body.password !== 'wrong') cookies.push('mock_session=1; Path=/')
    if (call === 'DELETE /auth/session') cookies.push('mock_session=; Path=/; Max-Age=0')
    response.setHeader('Set-Cookie', cookies)
    if (body.password === 'wrong' || body.current_password === 'wrong') {
      reply(response, 400, { errors: [{ code: 'mismatch', param: 'password', message: '工号或密码不对。' }] })
    } else if (call === 'DELETE /auth/session') reply(response, 401, { meta: { is_authenticated: false } })
    else if (call === 'GET /auth/password/reset' && request.headers['x-password-reset-key'] === 'old') {
      reply(response, 400, { errors: [{ code: 'invalid', message: '链接已失效。' }] })
    } else reply(response, 200, { data: { user: { display: '程南枝' } } })
  })
}
