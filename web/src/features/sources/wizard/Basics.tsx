import { Input, Select } from 'antd'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'

import { RHYTHMS, type Rhythm, type SourceBody } from '../body/types'
import css from './wizard.module.css'

interface Props {
  source: SourceBody
  /** A source that is not published yet may still change its id. */
  fresh: boolean
  onChange: (source: SourceBody) => void
}

/** What the source is called, where it comes from, who looks after it, how often it comes. */
export function Basics({ source, fresh, onChange }: Props) {
  const { t } = useTranslation()
  const { name } = source
  const set = (change: Partial<SourceBody>) => onChange({ ...source, ...change })
  return (
    <>
      <div className={css.basics}>
        <Field name={t('sources.nameZh')}>
          {(id) => (
            <Input
              id={id}
              value={name.zh}
              maxLength={60}
              onChange={(event) =>
                set({ name: { zh: event.target.value, en: name.en === name.zh ? event.target.value : name.en } })
              }
            />
          )}
        </Field>
        <Field name={t('sources.nameEn')}>
          {(id) => (
            <Input
              id={id}
              value={name.en}
              maxLength={80}
              onChange={(event) => set({ name: { ...name, en: event.target.value } })}
            />
          )}
        </Field>
        <Field name={t('sources.system')}>
          {(id) => (
            <Input
              id={id}
              value={source.system}
              maxLength={60}
              placeholder={t('sources.systemHint')}
              onChange={(event) => set({ system: event.target.value })}
            />
          )}
        </Field>
        <Field name={t('sources.owner')}>
          {(id) => (
            <Input
              id={id}
              value={source.owner ?? ''}
              maxLength={60}
              placeholder={t('sources.ownerHint')}
              onChange={(event) => set({ owner: event.target.value || undefined })}
            />
          )}
        </Field>
        <Field name={t('sources.rhythm')}>
          {(id) => (
            <Select
              id={id}
              value={source.every ?? ''}
              options={[
                { value: '', label: t('sources.noRhythm') },
                ...RHYTHMS.map((one) => ({ value: one, label: t(`sources.every.${one}`) })),
              ]}
              onChange={(next: Rhythm | '') => set({ every: next || undefined })}
            />
          )}
        </Field>
      </div>
      <details className={css.advanced}>
        <summary>{t('sources.advanced')}</summary>
        <div className={css.basics}>
          <Field name={t('sources.id')} hint={t('sources.idHint')}>
            {(id) => (
              <Input
                id={id}
                value={source.id}
                disabled={!fresh}
                maxLength={63}
                onChange={(event) => set({ id: event.target.value.toLowerCase().replace(/[^a-z0-9_]/g, '_') })}
              />
            )}
          </Field>
          <Field name={t('sources.files')} hint={t('sources.filesHint')}>
            {(id) => (
              <Select
                id={id}
                mode="tags"
                open={false}
                suffix={null}
                value={source.files ?? []}
                onChange={(files: string[]) => set({ files })}
              />
            )}
          </Field>
        </div>
      </details>
    </>
  )
}

export function Field({ name, hint, children }: { name: string; hint?: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={css.basic}>
      <label htmlFor={id}>{name}</label>
      {children(id)}
      {hint && <div className={css.soft}>{hint}</div>}
    </div>
  )
}
