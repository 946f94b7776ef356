import { SearchOutlined } from '@ant-design/icons'
import { Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { useRested } from '@/components/useRested'

import type { Page } from './pages'
import css from './palette.module.css'
import { useHits } from './useHits'

interface Props {
  open: boolean
  pages: Page[]
  onClose: () => void
}

/** One box that finds people, units, metrics and pages. */
export function Palette({ open, pages, onClose }: Props) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      style={{ top: 96 }}
      destroyOnHidden
    >
      <Finder pages={pages} onClose={onClose} />
    </Modal>
  )
}

function Finder({ pages, onClose }: Omit<Props, 'open'>) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const q = useRested(typed.trim())
  const { groups, hits, settled } = useHits(q, pages)
  const waiting = q !== typed.trim() || !settled
  const chosen = Math.min(at, Math.max(0, hits.length - 1))

  function go(path: string) {
    onClose()
    void navigate(path)
  }
  function press(event: React.KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const hit = hits[chosen]
    if (step && hits.length > 0) {
      event.preventDefault()
      setAt((chosen + step + hits.length) % hits.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && hit) go(hit.path)
  }

  return (
    <div className={css.finder}>
      <Input
        autoFocus
        size="large"
        variant="borderless"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={id}
        aria-activedescendant={hits.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label={t('app.search.open')}
        placeholder={t('app.search.hint')}
        prefix={<SearchOutlined />}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div id={id} role="listbox" className={css.hits} aria-label={t('app.search.open')}>
        {groups.map((group) => (
          <section key={group.key} role="group" aria-label={t(`app.search.groups.${group.key}`)}>
            <h3>{t(`app.search.groups.${group.key}`)}</h3>
            {group.hits.map((hit) => {
              const index = hits.indexOf(hit)
              return (
                <div
                  key={hit.path}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === chosen}
                  className={css.hit}
                  onMouseEnter={() => setAt(index)}
                  onClick={() => go(hit.path)}
                >
                  <span>{hit.label}</span>
                  <small>{hit.about}</small>
                </div>
              )
            })}
          </section>
        ))}
        {hits.length === 0 && <p>{q && !waiting ? t('app.search.none', { q }) : t('app.search.start')}</p>}
      </div>
      <footer>{t('app.search.keys')}</footer>
    </div>
  )
}
