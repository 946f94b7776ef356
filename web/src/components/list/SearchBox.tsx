import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'

interface Props {
  value: string | undefined
  placeholder: string
  onSearch: (text: string | undefined) => void
}

const PATIENCE = 300

/** A search that asks when the typing pauses. */
export function SearchBox({ value = '', placeholder, onSearch }: Props) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  useEffect(() => () => clearTimeout(waiting.current), [])

  function type(text: string) {
    setTyped(text)
    clearTimeout(waiting.current)
    waiting.current = setTimeout(() => onSearch(text.trim() || undefined), PATIENCE)
  }

  return (
    <Input
      allowClear
      type="search"
      aria-label={placeholder}
      placeholder={placeholder}
      prefix={<SearchOutlined aria-hidden="true" />}
      value={typed}
      onChange={(event) => type(event.target.value)}
    />
  )
}
