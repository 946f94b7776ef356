import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { api, told } from '@/client'
import { useRested } from '@/components/useRested'

const FEW = 12

const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', 'pick', q],
    queryFn: () => told(api.GET('/api/v1/people', { params: { query: { q, page: 1, page_size: FEW } } })),
    placeholderData: keepPreviousData,
  })

interface Props {
  id?: string
  value?: string
  onChange?: (number: string) => void
}

/** Picks a person; the server searches. */
export function PersonSelect({ id, value, onChange }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const { data } = useQuery(peopleQuery(useRested(typed)))
  const options = data?.items.map((person) => ({
    value: person.number,
    label: [person.name, person.number, person.unit?.name].filter(Boolean).join(' · '),
  }))
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t('accounts.personHint')}
      value={value}
      options={options}
      onChange={onChange}
    />
  )
}
