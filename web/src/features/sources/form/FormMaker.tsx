import { ArrowLeftOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Input, Select, TreeSelect } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'

import { Filling, type Fillable } from '@/components/filling'
import { useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'
import { TroubleView } from '@/components/TroubleView'
import { treeOf, useUnits } from '@/components/units'

import { usePublish } from '../draft'
import { Field } from '../wizard/Basics'
import { Numbered } from '../wizard/Numbered'
import wizard from '../wizard/wizard.module.css'
import css from './form.module.css'
import { Question } from './Question'
import { fieldsOf, type FormDraft, freshRow, type Row, sourceOf } from './rows'

const emptyForm = (): FormDraft => ({
  ...{ zh: '', en: '', about: '', id: '', owner: '', units: [], positions: [] },
  otherwise: `form_${Date.now().toString(36)}`,
  rows: [freshRow()],
})

/** Makes a form: its name, its questions, who fills it in, and beside it how it looks on a phone. */
export function FormMaker() {
  const { t } = useTranslation()
  const [form, setForm] = useState(emptyForm)
  const [tried, setTried] = useState<Record<string, string>>({})
  const { message } = App.useApp()
  const navigate = useNavigate()
  const publish = usePublish()
  const set = (change: Partial<FormDraft>) => setForm((before) => ({ ...before, ...change }))
  const unnamed = form.zh.trim() === '' || form.rows.length === 0 || form.rows.some(incomplete)

  function go() {
    const source = sourceOf(form)
    const note = t('sources.form.note', { name: form.zh })
    publish.mutate(
      { source, version: 0, dimensions: [], note },
      {
        onSuccess: ({ release }) => {
          void message.success(t(release === null ? 'sources.asked' : 'sources.form.published'))
          void navigate(`/sources/${encodeURIComponent(source.id)}`)
        },
      },
    )
  }

  return (
    <>
      <PageHead
        title={t('sources.newForm')}
        about={t('sources.form.about')}
        above={
          <Link to="/sources">
            <ArrowLeftOutlined /> {t('sources.title')}
          </Link>
        }
      />
      <div className={css.split}>
        <div className={wizard.steps}>
          <Numbered number={1} title={t('sources.form.name')}>
            <Names form={form} onChange={set} />
          </Numbered>
          <Numbered number={2} title={t('sources.form.questions')} about={t('sources.form.stamped')}>
            <Questions rows={form.rows} onChange={(rows) => set({ rows })} />
          </Numbered>
          <Numbered number={3} title={t('sources.form.who')} about={t('sources.form.whoText')}>
            <Tellers form={form} onChange={set} />
          </Numbered>
          <div className={wizard.go}>
            {publish.isError && <TroubleView error={publish.error} retry={publish.reset} />}
            <div className={wizard.goBar}>
              <p>{t(unnamed ? 'sources.form.incomplete' : 'sources.form.ready')}</p>
              <Button type="primary" size="large" disabled={unnamed} loading={publish.isPending} onClick={go}>
                {t('sources.publish')}
              </Button>
            </div>
          </div>
        </div>
        <Phone form={form} values={tried} onChange={setTried} />
      </div>
    </>
  )
}

const incomplete = ({ zh, answer, choices }: Row) => zh.trim() === '' || (answer === 'choice' && choices.length < 2)

interface PartProps {
  form: FormDraft
  onChange: (change: Partial<FormDraft>) => void
}

function Names({ form, onChange }: PartProps) {
  const { t } = useTranslation()
  return (
    <>
      <div className={wizard.basics}>
        <Field name={t('sources.nameZh')}>
          {(id) => (
            <Input
              id={id}
              autoFocus
              value={form.zh}
              maxLength={60}
              placeholder={t('sources.form.nameHint')}
              onChange={(event) => onChange({ zh: event.target.value })}
            />
          )}
        </Field>
        <Field name={t('sources.nameEn')}>
          {(id) => (
            <Input id={id} value={form.en} maxLength={80} onChange={(event) => onChange({ en: event.target.value })} />
          )}
        </Field>
        <Field name={t('sources.form.line')}>
          {(id) => (
            <Input
              id={id}
              value={form.about}
              maxLength={200}
              placeholder={t('sources.form.lineHint')}
              onChange={(event) => onChange({ about: event.target.value })}
            />
          )}
        </Field>
        <Field name={t('sources.owner')}>
          {(id) => (
            <Input
              id={id}
              value={form.owner}
              maxLength={60}
              placeholder={t('sources.ownerHint')}
              onChange={(event) => onChange({ owner: event.target.value })}
            />
          )}
        </Field>
      </div>
      <details className={wizard.advanced}>
        <summary>{t('sources.advanced')}</summary>
        <div className={wizard.basics}>
          <Field name={t('sources.id')} hint={t('sources.idHint')}>
            {(id) => (
              <Input
                id={id}
                value={form.id}
                maxLength={63}
                placeholder={sourceOf(form).id}
                onChange={(event) => onChange({ id: event.target.value.toLowerCase().replace(/[^a-z0-9_]/g, '_') })}
              />
            )}
          </Field>
        </div>
      </details>
    </>
  )
}

function Questions({ rows, onChange }: { rows: Row[]; onChange: (rows: Row[]) => void }) {
  const { t } = useTranslation()
  const move = (from: number, by: number) => {
    const next = [...rows]
    const [row] = next.splice(from, 1)
    if (row) next.splice(from + by, 0, row)
    onChange(next)
  }
  return (
    <>
      <ol className={css.questions}>
        {rows.map((row, at) => (
          <Question
            key={row.key}
            row={row}
            number={at + 1}
            shown={rows.some((one) => one !== row && one.answer === 'evidence')}
            onChange={(change) => onChange(rows.map((one) => (one === row ? { ...one, ...change } : one)))}
            onRemove={() => onChange(rows.filter((one) => one !== row))}
            onUp={at > 0 ? () => move(at, -1) : undefined}
            onDown={at < rows.length - 1 ? () => move(at, 1) : undefined}
          />
        ))}
      </ol>
      <Button type="dashed" block icon={<PlusOutlined />} onClick={() => onChange([...rows, freshRow()])}>
        {t('sources.form.add')}
      </Button>
    </>
  )
}

function Tellers({ form, onChange }: PartProps) {
  const { t } = useTranslation()
  const { data } = useUnits()
  return (
    <div className={wizard.basics}>
      <Field name={t('sources.form.units')}>
        {(id) => (
          <TreeSelect<string[]>
            id={id}
            multiple
            allowClear
            showSearch={{ treeNodeFilterProp: 'title' }}
            placeholder={t('sources.form.everyUnit')}
            treeData={treeOf(data?.items ?? [])}
            value={form.units}
            onChange={(units: string[]) => onChange({ units })}
            popupMatchSelectWidth={false}
          />
        )}
      </Field>
      <Field name={t('sources.form.positions')}>
        {(id) => (
          <Select
            id={id}
            mode="tags"
            open={false}
            suffix={null}
            tokenSeparators={['，', ',', '、']}
            placeholder={t('sources.form.everyPosition')}
            value={form.positions}
            onChange={(positions: string[]) => onChange({ positions })}
          />
        )}
      </Field>
    </div>
  )
}

interface PhoneProps {
  form: FormDraft
  values: Record<string, string>
  onChange: (values: Record<string, string>) => void
}

/** How the form looks on a phone; it can be tried, nothing is sent. */
function Phone({ form, values, onChange }: PhoneProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const fields: Fillable[] = Object.entries(fieldsOf(form.rows)).map(([id, field]) => ({
    id,
    name: field.name?.zh ? field.name : { zh: t('sources.form.unnamed'), en: t('sources.form.unnamed') },
    type: field.type ?? 'text',
    required: field.required ?? false,
    choices: field.choices ?? [],
    unit: field.unit ?? null,
  }))
  const name = { zh: form.zh, en: form.en || form.zh }
  return (
    <aside className={css.aside} aria-label={t('sources.form.preview')}>
      <div className={css.asideTitle}>{t('sources.form.preview')}</div>
      <div className={css.phone}>
        <h2>{form.zh ? said(name) : t('sources.form.unnamedForm')}</h2>
        {form.about && <p>{form.about}</p>}
        <Filling fields={fields} values={values} onChange={onChange} />
        <Button type="primary" size="large" block disabled>
          {t('sources.form.send')}
        </Button>
      </div>
    </aside>
  )
}
