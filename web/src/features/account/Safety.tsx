import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

import { changePassword } from '@/client/session'
import { asTrouble } from '@/client/trouble'

import css from './account.module.css'
import { Sessions } from './Sessions'

interface Fields {
  current: string
  next: string
}

/** The password, and where one is signed in. */
export function Safety() {
  return (
    <>
      <Password />
      <Sessions />
    </>
  )
}

function Password() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const change = useMutation({
    mutationFn: ({ current, next }: Fields) => changePassword(current, next),
    onSuccess: () => {
      form.resetFields()
      void message.info(t('account.changed'))
    },
  })
  const needed = { required: true, message: t('account.needed') }
  return (
    <section className={css.panel}>
      <h2>{t('account.password')}</h2>
      <Form form={form} layout="vertical" className={css.narrow} onFinish={(fields) => change.mutate(fields)}>
        {change.isError && (
          <Form.Item>
            <Alert
              type="error"
              title={t('account.notChanged')}
              description={asTrouble(change.error).detail}
              role="alert"
            />
          </Form.Item>
        )}
        <Form.Item name="current" label={t('account.current')} rules={[needed]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="next" label={t('account.next')} rules={[needed]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('account.again')}
          dependencies={['next']}
          rules={[
            needed,
            ({ getFieldValue }) => ({
              validator: (_rule, value) =>
                value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('account.differs'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('account.password')}
        </Button>
      </Form>
    </section>
  )
}
