import { DownOutlined, LoadingOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type Step, useGoOn, useHasSamples, useStory, useTellsStory } from '@/client/story'
import { asTrouble } from '@/client/trouble'
import type { Me } from '@/client/types'
import { sentence, useFormat } from '@/components/format'
import { useNarrow } from '@/components/useNarrow'

import { SampleFiles } from './SampleFiles'
import css from './shell.module.css'

const STEPS: Step[] = ['day', 'week']

/** Where the world's clock stands; whoever may lets time pass here. */
export function Clock({ world }: { world: Me['world'] }) {
  const tells = useTellsStory()
  const day = useDay(world)
  if (!world.stands) return null
  return tells ? <Story day={day} /> : <span className={css.clock}>{day}</span>
}

function useDay({ today, example }: Me['world']): string {
  const { t } = useTranslation()
  const { day, longDay } = useFormat()
  if (useNarrow()) return day(today)
  return t(example ? 'app.clock.example' : 'app.clock.stands', { date: longDay(today) })
}

function Story({ day }: { day: string }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const { data: story } = useStory()
  const goOn = usePress()
  const [looking, setLooking] = useState(false)
  const passing = story?.under_way ?? false
  const coming = passing && !narrow ? ` · ${t('app.clock.files', { count: story?.files ?? 0 })}` : ''
  const items: MenuProps['items'] = [
    { key: 'about', type: 'group', label: <div className={css.about}>{t('app.clock.about')}</div> },
    ...STEPS.map((by) => ({ key: by, label: t(`app.clock.${by}`), onClick: () => goOn(by) })),
    ...(useHasSamples()
      ? [
          { type: 'divider' as const },
          { key: 'samples', label: t('app.clock.samples'), onClick: () => setLooking(true) },
        ]
      : []),
  ]
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <Button
          type="text"
          className={css.clock}
          size={narrow ? 'large' : 'middle'}
          aria-label={t('app.clock.menu', { day })}
          icon={passing ? <LoadingOutlined /> : <DownOutlined />}
          iconPlacement="end"
        >
          {day + coming}
        </Button>
      </Dropdown>
      <SampleFiles open={looking} onClose={() => setLooking(false)} />
    </>
  )
}

/** Asks for a step; what is refused is said where it was asked. */
function usePress() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { said, language } = useFormat()
  const goOn = useGoOn()
  return (by: Step) =>
    goOn.mutate(by, {
      onError: (error) => {
        const words = asTrouble(error).problems.flatMap(({ what, todo }) => (todo ? [what, todo] : [what]))
        const told = words.map((one) => sentence(said(one))).join(language === 'en' ? ' ' : '')
        void message.warning(told || t('components.trouble.offline'))
      },
    })
}
