import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'

import { checkReset, resetPassword } from '@/client/session'

import { Frame } from './Frame'
import { Refusal } from './Refusal'

/** Where the link of the letter leads. */
export function Reset() {
  const { t } = useTranslation()
  const { key = '' } = useParams()
  const owner = useQuery({ queryKey: ['reset', key], queryFn: () => checkReset(key), retry: false })
  if (owner.isPending) {
    return (
      <Frame title={t('signIn.resetTitle')}>
        <Skeleton active />
      </Frame>
    )
  }
  if (owner.isError) {
    return (
      <Frame title={t('signIn.linkOld')} text={t('signIn.linkOldText')}>
        <Link to="/password/forgot">{t('signIn.another')}</Link>
      </Frame>
    )
  }
  return (
    <Frame title={t('signIn.resetTitle')} text={owner.data && t('signIn.resetFor', { name: owner.data })}>
      <NewPassword linkKey={key} />
    </Frame>
  )
}

function NewPassword({ linkKey }: { linkKey: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const set = useMutation({
    mutationFn: (password: string) => resetPassword(linkKey, password),
    onSuccess: () => navigate('/sign-in?reset'),
  })
  const required = { required: true, message: t('signIn.needPassword') }
  return (
    <>
      <Refusal error={set.error} />
      <Form<{ password: string }> layout="vertical" size="large" onFinish={({ password }) => set.mutate(password)}>
        <Form.Item name="password" label={t('signIn.newPassword')} rules={[required]}>
          <Input.Password autoFocus autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('signIn.again')}
          dependencies={['password']}
          rules={[
            required,
            ({ getFieldValue }) => ({
              validator: (_rule, value) =>
                value === getFieldValue('password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('signIn.differs'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button block type="primary" htmlType="submit" loading={set.isPending}>
          {t('signIn.set')}
        </Button>
      </Form>
    </>
  )
}
