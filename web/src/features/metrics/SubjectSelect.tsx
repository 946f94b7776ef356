import { useQueries } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { MetricDetail } from '@/client/types'
import { useFormat } from '@/components/format'
import { useRested } from '@/components/useRested'

import { breakdownQuery } from './metrics'
import { keyFrom, type Key, keyOf, textOf } from './useView'

interface Props {
  id: string
  metric: MetricDetail
  value: Key | null
  /** What the chosen one is called, as far as it is known. */
  name: string | undefined
  placeholder?: string
  onChange: (subject: Key | null) => void
}

const FEW = 20

/** What stands for somebody whose name is not told: of a path only its end. */
function spelt(subject: Key | null, company: string): string | undefined {
  if (subject?.dimension === 'company') return company
  return subject?.dimension === 'unit' ? subject.key.split('/').at(-1) : subject?.key
}

/** Picks a subject of any dimension that the metric knows; the server searches. */
export function SubjectSelect({ id, metric, value, name, placeholder, onChange }: Props) {
  const { t } = useTranslation()
  const { named, said } = useFormat()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const q = useRested(typed)
  const own = metric.subject
  const ownKey = keyFrom(own)
  const found = useGroups(metric, q, open)
  const known = own && ownKey ? [{ value: textOf(ownKey), label: own.name }] : []
  const options = found.map((group) => ({
    label: said(group.dimension.name),
    title: group.dimension.id,
    options: group.items.flatMap((subject) => {
      const key = keyFrom(subject)
      return key ? [{ value: textOf(key), label: named(subject) }] : []
    }),
  }))
  const shown = value ? textOf(value) : undefined
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear={placeholder !== undefined}
      placeholder={placeholder ?? t('metrics.pick')}
      value={shown}
      labelRender={({ label, value: key }) =>
        label ?? name ?? spelt(keyOf(String(key)), t('components.subject.company'))
      }
      options={q ? options : [...known, ...options]}
      onOpenChange={setOpen}
      onChange={(text: string | undefined) => onChange(keyOf(text ?? null))}
      popupMatchSelectWidth={280}
    />
  )
}

/** The first subjects of every dimension, asked when the list opens. */
function useGroups(metric: MetricDetail, q: string, enabled: boolean) {
  const queries = metric.dimensions.map(({ id: dimension }) => ({
    ...breakdownQuery(metric.id, { dimension, q, page: 1, page_size: FEW, sort: 'name' }),
    enabled,
  }))
  const answers = useQueries({ queries })
  return metric.dimensions.map((dimension, at) => ({
    dimension,
    items: answers[at]?.data?.items.map((item) => item.subject) ?? [],
  }))
}
