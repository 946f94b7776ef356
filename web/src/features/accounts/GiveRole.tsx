import { DatePicker, Form, Modal, Select, TreeSelect } from 'antd'
import type { Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'

import type { Role } from '@/client/types'
import { TroubleView } from '@/components/TroubleView'
import { treeOf, useUnits } from '@/components/units'

import { useGrant } from './accounts'
import { PersonSelect } from './PersonSelect'

const GIVEN: Role[] = ['hrbp', 'director', 'expert', 'auditor', 'administrator']

interface Fields {
  username: string
  role: Role
  unit?: string
  until?: Dayjs
}

/** Gives somebody a role, for a unit or the whole company, until a day or for good. */
export function GiveRole({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const give = useGrant()
  const { data: units } = useUnits()
  const needed = { required: true, message: t('accounts.needed') }
  function finish({ username, role, unit, until }: Fields) {
    give.mutate(
      { username, role, unit: unit ?? null, until: until?.endOf('day').format() ?? null },
      { onSuccess: onClose },
    )
  }
  return (
    <Modal
      open={open}
      title={t('accounts.grant')}
      okText={t('accounts.grant')}
      cancelText={t('accounts.cancel')}
      confirmLoading={give.isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={() => give.reset()}
      destroyOnHidden
    >
      {give.isError && <TroubleView error={give.error} retry={give.reset} />}
      <Form form={form} layout="vertical" onFinish={finish} clearOnDestroy>
        <Form.Item name="username" label={t('accounts.person')} rules={[needed]}>
          <PersonSelect />
        </Form.Item>
        <Form.Item name="role" label={t('accounts.role')} rules={[needed]}>
          <Select options={GIVEN.map((value) => ({ value, label: t(`accounts.roleNames.${value}`) }))} />
        </Form.Item>
        <Form.Item name="unit" label={t('accounts.unit')}>
          <TreeSelect
            allowClear
            showSearch={{ treeNodeFilterProp: 'title' }}
            placeholder={t('accounts.company')}
            treeData={treeOf(units?.items ?? [])}
          />
        </Form.Item>
        <Form.Item name="until" label={t('accounts.until')}>
          <DatePicker placeholder={t('accounts.forever')} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
