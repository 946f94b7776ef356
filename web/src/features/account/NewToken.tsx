import { Button, Checkbox, Form, Input, Modal, Select, Typography } from 'antd'
import { useTranslation } from 'react-i18next'

import { TroubleView } from '@/components/TroubleView'

import { type TokenAsked, useMakeToken } from './account'
import css from './account.module.css'
import { SCOPES, useScopeWords } from './scopes'

const DAYS = [30, 90, 365]

/** Makes a key and shows its secret once. */
export function NewToken({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const make = useMakeToken()
  function shut() {
    make.reset()
    onClose()
  }
  return (
    <Modal
      open={open}
      title={make.data ? t('account.made') : t('account.newToken')}
      onCancel={shut}
      footer={null}
      closable={!make.data}
      mask={{ closable: false }}
      keyboard={!make.data}
      destroyOnHidden
    >
      {make.data ? <Secret secret={make.data.token} onClose={shut} /> : <Ask make={make} onClose={shut} />}
    </Modal>
  )
}

function Ask({ make, onClose }: { make: ReturnType<typeof useMakeToken>; onClose: () => void }) {
  const { t } = useTranslation()
  const words = useScopeWords()
  const needed = { required: true, message: t('account.needed') }
  return (
    <Form<TokenAsked>
      layout="vertical"
      initialValues={{ scopes: ['facts:write'], days: DAYS[1] }}
      onFinish={(asked) => make.mutate(asked)}
    >
      {make.isError && <TroubleView error={make.error} retry={make.reset} />}
      <Form.Item name="name" label={t('account.tokenName')} rules={[needed]}>
        <Input autoFocus maxLength={80} placeholder={t('account.tokenNameHint')} />
      </Form.Item>
      <Form.Item name="scopes" label={t('account.scopes')} rules={[needed]}>
        <Checkbox.Group options={Object.keys(SCOPES).map((value) => ({ value, label: words([value]) }))} />
      </Form.Item>
      <Form.Item name="days" label={t('account.days')}>
        <Select
          options={DAYS.map((count) => ({ value: count, label: t('account.forDays', { count }) }))}
          style={{ width: 128 }}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={make.isPending}>
        {t('account.make')}
      </Button>{' '}
      <Button onClick={onClose}>{t('account.cancel')}</Button>
    </Form>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <p className={css.soft}>{t('account.once')}</p>
      <Typography.Text copyable className={css.secret} code={false}>
        {secret}
      </Typography.Text>
      <Button type="primary" onClick={onClose}>
        {t('account.copied')}
      </Button>
    </>
  )
}
