import { ExperimentOutlined, UploadOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Input, Radio, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { type StartState, useBegin, useStartSamples } from '@/client/start'
import { sentence, unitWords, useFormat } from '@/components/format'
import { TroubleView } from '@/components/TroubleView'

import css from './start.module.css'

const SIZES = ['50', '200', '1000', '5000'] as const
type Size = (typeof SIZES)[number]
const NAMED = 3 // metrics that a trade's card names

/** The reader's time zone where it is offered; a browser that says UTC knows no better, so that the language tells. */
function likelyZone(zones: string[], language: string): string {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const known = zones.includes(here) && !(here === 'UTC' && language === 'zh')
  return known ? here : (zones[0] ?? here)
}

/** What a company is asked first: its name, its trade and three questions. */
export function Ask({ start }: { start: StartState }) {
  const { t } = useTranslation()
  const { language, said } = useFormat()
  const { notification } = App.useApp()
  const navigate = useNavigate()
  const begin = useBegin()
  const [name, setName] = useState('')
  const [industry, setIndustry] = useState<string>()
  const [size, setSize] = useState<Size>('200')
  const [currency, setCurrency] = useState(language === 'zh' ? 'CNY' : (start.currencies[0] ?? 'CNY'))
  const [zone, setZone] = useState(() => likelyZone(start.time_zones, language))
  const [partner, setPartner] = useState(true)
  const samples = useStartSamples().data?.items
  const sampled = samples === undefined || industry === undefined || samples.some((one) => one.industry === industry)
  const incomplete = name.trim() === '' || industry === undefined

  function go(sample: boolean) {
    if (industry === undefined) return
    const asked = { name: name.trim(), industry, size, currency, time_zone: zone, partner, sample }
    // the page is another one by then, so it is the promise that leads on
    void begin.mutateAsync(asked).then(
      ({ remarks }) => {
        for (const { what, todo } of remarks)
          notification.info({ title: sentence(said(what)), description: todo && sentence(said(todo)) })
        if (!sample) void navigate('/sources')
      },
      () => undefined, // told above the buttons
    )
  }

  return (
    <div className={css.ask}>
      <title>{`${t('start.title')} · 准绳`}</title>
      <header className={css.welcome}>
        <h1>{t('start.welcome')}</h1>
        <p>{t('start.about')}</p>
      </header>

      <section>
        <label className={css.question} htmlFor="company">
          {t('start.name')}
        </label>
        <Input
          id="company"
          size="large"
          autoFocus
          value={name}
          maxLength={80}
          placeholder={t('start.nameHint')}
          onChange={(event) => setName(event.target.value)}
        />
      </section>

      <section>
        <h2 className={css.question} id="industry">
          {t('start.industry')}
        </h2>
        <p className={css.soft}>{t('start.industryText')}</p>
        <Industries start={start} value={industry} onChange={setIndustry} />
      </section>

      <section className={css.three}>
        <div>
          <span className={css.question} id="size">
            {t('start.size')}
          </span>
          <Segmented<Size>
            size="large"
            block
            aria-labelledby="size"
            value={size}
            options={SIZES.map((one) => ({ value: one, label: t(`start.sizes.s${one}`) }))}
            onChange={setSize}
          />
        </div>
        <div>
          <label className={css.question} htmlFor="currency">
            {t('start.currency')}
          </label>
          <Select
            id="currency"
            size="large"
            showSearch={{ optionFilterProp: 'label' }}
            value={currency}
            options={start.currencies.map((one) => ({ value: one, label: moneyName(one, unitWords(one, language)) }))}
            onChange={setCurrency}
          />
        </div>
        <div>
          <label className={css.question} htmlFor="zone">
            {t('start.zone')}
          </label>
          <Select
            id="zone"
            size="large"
            showSearch={{ optionFilterProp: 'label' }}
            value={zone}
            options={start.time_zones.map((one) => ({ value: one, label: one.replaceAll('_', ' ') }))}
            onChange={setZone}
          />
        </div>
      </section>

      <Checkbox checked={partner} className={css.partner} onChange={(event) => setPartner(event.target.checked)}>
        <strong>{t('start.partner')}</strong>
        <span className={css.soft}>{t('start.partnerText')}</span>
      </Checkbox>

      {begin.isError && <TroubleView error={begin.error} retry={begin.reset} />}
      <div className={css.ways}>
        <Way
          icon={<ExperimentOutlined />}
          title={t('start.sample')}
          text={t(sampled ? 'start.sampleText' : 'start.sampleNone')}
          primary={sampled}
          disabled={incomplete || !sampled}
          loading={begin.isPending && begin.variables.sample}
          onClick={() => go(true)}
        />
        <Way
          icon={<UploadOutlined />}
          title={t('start.own')}
          text={t('start.ownText')}
          primary={!sampled}
          disabled={incomplete}
          loading={begin.isPending && !begin.variables.sample}
          onClick={() => go(false)}
        />
      </div>
      {incomplete && <p className={css.soft}>{t('start.incomplete')}</p>}
    </div>
  )
}

const moneyName = (code: string, words: string) => (words === code ? code : `${words} ${code}`)

interface IndustriesProps {
  start: StartState
  value: string | undefined
  onChange: (industry: string) => void
}

function Industries({ start, value, onChange }: IndustriesProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <Radio.Group
      className={css.industries}
      aria-labelledby="industry"
      value={value ?? null}
      onChange={(event) => onChange(event.target.value as string)}
    >
      {start.industries.map(({ id, name, about, metrics }) => (
        <Radio key={id} value={id} className={css.industry}>
          <strong>{said(name)}</strong>
          <span>{said(about)}</span>
          {metrics.length > 0 && (
            <span className={css.metrics}>
              {metrics
                .slice(0, NAMED)
                .map((metric) => said(metric))
                .join(t('start.and'))}
              {metrics.length > NAMED && t('start.more', { count: metrics.length })}
            </span>
          )}
        </Radio>
      ))}
    </Radio.Group>
  )
}

interface WayProps {
  icon: React.ReactNode
  title: string
  text: string
  primary?: boolean
  disabled: boolean
  loading: boolean
  onClick: () => void
}

function Way({ icon, title, text, primary = false, disabled, loading, onClick }: WayProps) {
  return (
    <div className={css.wayOut}>
      <Button
        block
        size="large"
        type={primary ? 'primary' : 'default'}
        icon={icon}
        disabled={disabled}
        loading={loading}
        onClick={onClick}
      >
        {title}
      </Button>
      <span className={css.soft}>{text}</span>
    </div>
  )
}
