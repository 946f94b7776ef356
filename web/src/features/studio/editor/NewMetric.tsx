import { ArrowLeftOutlined, FunctionOutlined, TableOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Skeleton } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'

import { useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'
import { TroubleView } from '@/components/TroubleView'

import { type EntityHead, saveEntity, useEntities, useRefresh } from '../studio'
import { fresh, isId, proposedId } from './body'
import css from './new.module.css'

/** A new metric begins with a name and what it is made of; everything else is done in the editor. */
export function NewMetric() {
  const { t } = useTranslation()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const sources = useEntities('source')
  const metrics = useEntities('metric')
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [own, setOwn] = useState<string>()
  const [source, setSource] = useState<string | null>(params.get('source'))
  const taken = new Set(metrics.data?.items.map(({ id }) => id))
  const id = own ?? proposedId(en, taken)
  const wrongId = !isId(id) || taken.has(id)
  const made = source === ''
  const make = useMutation({
    mutationFn: () =>
      saveEntity('metric', id, fresh(id, { zh: zh.trim(), en: en.trim() || zh.trim() }, source || undefined), 0),
    onSuccess: async () => {
      await navigate(`/studio/metrics/${id}`, { replace: true })
      await refresh()
    },
  })
  const ready = (zh.trim() || en.trim()) && source !== null && !wrongId && metrics.data
  return (
    <div className={css.page}>
      <PageHead
        title={t('studio.new')}
        about={t('studio.newAbout')}
        above={
          <Link to="/studio">
            <ArrowLeftOutlined /> {t('studio.back')}
          </Link>
        }
      />
      <form
        className={css.card}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) make.mutate()
        }}
      >
        <Names zh={zh} en={en} onZh={setZh} onEn={setEn} />
        <fieldset className={css.sources}>
          <legend>{t('studio.newFrom')}</legend>
          {sources.data ? (
            sources.data.items
              .filter(({ standing }) => standing !== 'removed')
              .map((item) => (
                <Choice key={item.id} item={item} chosen={source === item.id} onChoose={() => setSource(item.id)} />
              ))
          ) : (
            <Skeleton active title={false} />
          )}
          <label className={css.source} data-chosen={made || undefined}>
            <input type="radio" name="source" checked={made} onChange={() => setSource('')} />
            <FunctionOutlined />
            <b>{t('studio.newFormula')}</b>
            <span>{t('studio.newFormulaText')}</span>
          </label>
        </fieldset>
        <details className={css.more}>
          <summary>{t('studio.sections.advanced')}</summary>
          <IdField id={id} wrong={wrongId} onChange={setOwn} />
        </details>
        {make.isError && <TroubleView error={make.error} retry={() => make.mutate()} />}
        <Button type="primary" size="large" htmlType="submit" disabled={!ready} loading={make.isPending}>
          {t('studio.begin')}
        </Button>
      </form>
    </div>
  )
}

interface NamesProps {
  zh: string
  en: string
  onZh: (text: string) => void
  onEn: (text: string) => void
}

function Names({ zh, en, onZh, onEn }: NamesProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className={css.names}>
      <label htmlFor={`${id}zh`}>{t('studio.names.zh')}</label>
      <Input
        id={`${id}zh`}
        lang="zh"
        size="large"
        autoFocus
        maxLength={80}
        placeholder={t('studio.newHint')}
        value={zh}
        onChange={({ target }) => onZh(target.value)}
      />
      <label htmlFor={`${id}en`}>{t('studio.names.en')}</label>
      <Input
        id={`${id}en`}
        lang="en"
        size="large"
        maxLength={80}
        value={en}
        onChange={({ target }) => onEn(target.value)}
      />
    </div>
  )
}

function Choice({ item, chosen, onChoose }: { item: EntityHead; chosen: boolean; onChoose: () => void }) {
  const { said } = useFormat()
  return (
    <label className={css.source} data-chosen={chosen || undefined}>
      <input type="radio" name="source" checked={chosen} onChange={onChoose} />
      <TableOutlined />
      <b>{item.name ? said(item.name) : item.id}</b>
      <code>{item.id}</code>
    </label>
  )
}

function IdField({ id, wrong, onChange }: { id: string; wrong: boolean; onChange: (id: string) => void }) {
  const { t } = useTranslation()
  const field = useId()
  return (
    <div className={css.names}>
      <label htmlFor={field}>{t('studio.id')}</label>
      <div>
        <Input
          id={field}
          className={css.id}
          maxLength={63}
          status={wrong ? 'error' : undefined}
          value={id}
          onChange={({ target }) => onChange(target.value.trim())}
        />
        <p className={css.hint}>{t(wrong ? 'studio.idWrong' : 'studio.idHint')}</p>
      </div>
    </div>
  )
}
