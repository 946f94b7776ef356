import { ArrowLeftOutlined, CheckCircleFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'

import { asTrouble, Trouble } from '@/client/trouble'
import { Await } from '@/components/Await'
import { Filling } from '@/components/filling'
import { useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'
import { TroubleView } from '@/components/TroubleView'

import { type Form as Filled, useForms, useTell } from './forms'
import css from './forms.module.css'

const missing = new Trouble({ status: 404, code: 'missing' })

/** A form to fill in, made for the phone. */
export function Form() {
  const { id = '' } = useParams()
  return (
    <Await query={useForms()}>
      {({ forms }) => {
        const form = forms.find((one) => one.id === id)
        return form ? <Blank key={id} form={form} /> : <TroubleView error={missing} />
      }}
    </Await>
  )
}

function Blank({ form }: { form: Filled }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [values, setValues] = useState<Record<string, string>>({})
  const tell = useTell(form.id)
  const trouble = tell.isError ? asTrouble(tell.error) : null
  const placed = trouble?.problems.filter(({ place }) => form.fields.some(({ id }) => id === place)) ?? []
  const needed = form.fields.filter(({ id, required }) => required && !(values[id] ?? '').trim())

  function send(event: SubmitEvent) {
    event.preventDefault()
    if (needed.length === 0) tell.mutate(values)
  }
  function again() {
    setValues({})
    tell.reset()
  }

  if (tell.data) return <Sent form={form} onAgain={again} />
  return (
    <form className={css.form} onSubmit={send}>
      <PageHead
        title={said(form.name)}
        about={form.description ? said(form.description) : undefined}
        above={
          <Link to="/forms">
            <ArrowLeftOutlined /> {t('forms.title')}
          </Link>
        }
      />
      <div className={css.sheet}>
        <Filling fields={form.fields} values={values} onChange={setValues} problems={placed} />
      </div>
      {trouble && placed.length < Math.max(1, trouble.problems.length) && (
        <TroubleView error={tell.error} retry={tell.reset} />
      )}
      <div className={css.act}>
        {needed.length > 0 && <span className={css.soft}>{t('forms.needed', { count: needed.length })}</span>}
        <Button
          type="primary"
          size="large"
          block
          htmlType="submit"
          disabled={needed.length > 0}
          loading={tell.isPending}
        >
          {t('forms.send')}
        </Button>
      </div>
    </form>
  )
}

function Sent({ form, onAgain }: { form: Filled; onAgain: () => void }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <section className={css.sent} role="status">
      <title>{`${said(form.name)} · 准绳`}</title>
      <CheckCircleFilled aria-hidden="true" />
      <h1>{t('forms.sent')}</h1>
      <p>{t('forms.sentText', { name: said(form.name) })}</p>
      <div className={css.sentActs}>
        <Button type="primary" size="large" onClick={onAgain}>
          {t('forms.again')}
        </Button>
        <Link to="/forms">
          <Button size="large">{t('forms.back')}</Button>
        </Link>
      </div>
    </section>
  )
}
