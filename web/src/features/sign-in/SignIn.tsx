import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'

import { signIn } from '@/client/session'

import { Frame } from './Frame'
import { Refusal } from './Refusal'
import css from './sign-in.module.css'

interface Fields {
  username: string
  password: string
}

/** Only an address of this site may be returned to. */
const safe = (next: string | null) => (next?.startsWith('/') && !next.startsWith('//') ? next : '/')

export function SignIn() {
  const { t } = useTranslation()
  const [params] = useSearchParams()
  const enter = useEnter(safe(params.get('next')))
  const note = params.has('reset') ? t('signIn.setDone') : params.has('next') ? t('signIn.ended') : null
  return (
    <Frame title={t('signIn.title')}>
      {note && !enter.error && <Alert className={css.alert} type="info" title={note} />}
      <Refusal error={enter.error} />
      <Form<Fields> layout="vertical" size="large" onFinish={(fields) => enter.mutate(fields)}>
        <Form.Item
          name="username"
          label={t('signIn.username')}
          rules={[{ required: true, message: t('signIn.needUsername') }]}
        >
          <Input autoFocus autoComplete="username" autoCapitalize="characters" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          rules={[{ required: true, message: t('signIn.needPassword') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button block type="primary" htmlType="submit" loading={enter.isPending}>
          {t('signIn.go')}
        </Button>
      </Form>
      <div className={css.below}>
        <Link to="/password/forgot">{t('signIn.forgot')}</Link>
      </div>
    </Frame>
  )
}

function useEnter(next: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ({ username, password }: Fields) => signIn(username.trim(), password),
    onSuccess: async () => {
      client.clear()
      await navigate(next, { replace: true })
    },
  })
}
