import { CheckOutlined } from '@ant-design/icons'
import { Button, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Await } from '@/components/Await'
import { PageHead } from '@/components/PageHead'

import css from './setup.module.css'
import { useSetup } from './today'

/** The first steps of an administrator, each with its way and whether it is done. */
export function Setup() {
  const { t } = useTranslation()
  return (
    <Await query={useSetup()}>
      {({ release, people, accounts, home }) => {
        const ready = release > 0 && people > 0 && accounts > 0
        return (
          <div className={css.page}>
            <PageHead
              title={t(ready ? 'today.setup.ready' : 'today.setup.title')}
              about={t(ready ? 'today.setup.readyText' : 'today.setup.about')}
            />
            <ol className={css.steps}>
              <Step
                done={release > 0}
                title={t('today.setup.blueprint')}
                text={release > 0 ? t('today.setup.release', { count: release }) : t('today.setup.blueprintText')}
              >
                {release > 0 ? <Go to="/metrics" words={t('today.emptyGo')} /> : <Command home={home} />}
              </Step>
              <Step
                done={people > 0}
                title={t('today.setup.people')}
                text={people > 0 ? t('today.setup.peopleDone', { count: people }) : t('today.setup.peopleText')}
              >
                <Go to="/people/import" words={t('people.import')} first={people === 0} />
              </Step>
              <Step
                done={accounts > 0}
                title={t('today.setup.accounts')}
                text={accounts > 0 ? t('today.setup.accountsDone', { count: accounts }) : t('today.setup.accountsText')}
              >
                <Go to="/accounts" words={t('app.pages.accounts')} first={people > 0 && accounts === 0} />
              </Step>
            </ol>
          </div>
        )
      }}
    </Await>
  )
}

interface StepProps {
  done: boolean
  title: string
  text: string
  children: ReactNode
}

function Step({ done, title, text, children }: StepProps) {
  const { t } = useTranslation()
  return (
    <li className={css.step}>
      <span
        className={done ? css.done : css.open}
        role="img"
        aria-label={t(done ? 'today.setup.done' : 'today.setup.open')}
      >
        {done && <CheckOutlined />}
      </span>
      <div>
        <h2>{title}</h2>
        <p>{text}</p>
        {children}
      </div>
    </li>
  )
}

function Go({ to, words, first = false }: { to: string; words: string; first?: boolean }) {
  return (
    <Link to={to}>
      <Button type={first ? 'primary' : 'default'}>{words}</Button>
    </Link>
  )
}

/** What publishes a blueprint on the server, ready to be copied. */
export function Command({ home }: { home: string }) {
  const { t } = useTranslation()
  return (
    <Typography.Text code copyable className={css.command}>
      {`zhunsheng --home ${home} publish ${t('today.setup.folder')}`}
    </Typography.Text>
  )
}
