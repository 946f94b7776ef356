import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { askForReset } from '@/client/session'

import { Frame } from './Frame'
import { Refusal } from './Refusal'
import css from './sign-in.module.css'

/** Asks for a letter with a link. It never says whether an address is known. */
export function Forgot() {
  const { t } = useTranslation()
  const ask = useMutation({ mutationFn: askForReset })
  return (
    <Frame title={t('signIn.forgotTitle')} text={t('signIn.forgotText')}>
      <Refusal error={ask.error} />
      {ask.isSuccess ? (
        <Alert type="info" title={t('signIn.sent')} description={t('signIn.sentText')} role="status" />
      ) : (
        <Form<{ email: string }> layout="vertical" size="large" onFinish={({ email }) => ask.mutate(email)}>
          <Form.Item
            name="email"
            label={t('signIn.email')}
            rules={[{ required: true, type: 'email', message: t('signIn.needEmail') }]}
          >
            <Input autoFocus type="email" autoComplete="email" />
          </Form.Item>
          <Button block type="primary" htmlType="submit" loading={ask.isPending}>
            {t('signIn.send')}
          </Button>
        </Form>
      )}
      <div className={css.below}>
        <Link to="/sign-in">{t('signIn.back')}</Link>
      </div>
    </Frame>
  )
}
