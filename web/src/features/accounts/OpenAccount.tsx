import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'

import { TroubleView } from '@/components/TroubleView'

import { useOpenAccount } from './accounts'
import type { Shown } from './OneTimePassword'
import { PersonSelect } from './PersonSelect'

interface Props {
  open: boolean
  onClose: () => void
  onMade: (shown: Shown) => void
}

interface Fields {
  number: string
  email?: string
}

/** Opens an account for somebody on the list. */
export function OpenAccount({ open, onClose, onMade }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const make = useOpenAccount()
  function finish(fields: Fields) {
    make.mutate(
      { number: fields.number, email: fields.email || null },
      {
        onSuccess: (made) => {
          onClose()
          onMade(made)
        },
      },
    )
  }
  return (
    <Modal
      open={open}
      title={t('accounts.open')}
      okText={t('accounts.open')}
      cancelText={t('accounts.cancel')}
      confirmLoading={make.isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={() => make.reset()}
      destroyOnHidden
    >
      {make.isError && <TroubleView error={make.error} retry={make.reset} />}
      <Form form={form} layout="vertical" onFinish={finish} clearOnDestroy>
        <Form.Item
          name="number"
          label={t('accounts.person')}
          rules={[{ required: true, message: t('accounts.needed') }]}
        >
          <PersonSelect />
        </Form.Item>
        <Form.Item
          name="email"
          label={t('accounts.email')}
          rules={[{ type: 'email', message: t('accounts.emailForm') }]}
        >
          <Input type="email" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
