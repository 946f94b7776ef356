import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useRested } from '@/components/useRested'

import { useMembers } from '../sources'
import type { Stray } from '../types'

interface Props {
  stray: Pick<Stray, 'dimension' | 'proposals' | 'text'>
  value?: string
  onChange: (key: string | undefined) => void
}

/** Which member a text means: the likely ones first, any other by searching. */
export function MemberSelect({ stray, value, onChange }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const asked = useRested(typed)
  const { data, isFetching } = useMembers(stray.dimension, asked, asked !== '')
  const option = ({ key, name }: { key: string; name: string }) => ({
    value: key,
    label: name === key ? name : `${name} · ${key}`,
  })
  return (
    <Select
      allowClear
      aria-label={t('sources.meaningOf', { text: stray.text })}
      placeholder={t('sources.meant')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      value={value}
      options={asked && data ? data.items.map(option) : stray.proposals.map(option)}
      onChange={(next: string | undefined) => onChange(next)}
      popupMatchSelectWidth={false}
      style={{ minWidth: 200 }}
    />
  )
}
