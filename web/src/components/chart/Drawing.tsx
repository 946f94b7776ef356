import { LineChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import type { Series } from '@/client/types'

import { useFormat } from '../format'
import { useTone } from '../look'
import css from './chart.module.css'
import { chartOption, type Paint } from './option'

echarts.use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, MarkAreaComponent, SVGRenderer])

/** The palette as it stands on the page. */
function paintOf(): Paint {
  const style = getComputedStyle(document.documentElement)
  const get = (name: string) => style.getPropertyValue(`--zs-${name}`).trim()
  return {
    accent: get('accent'),
    ink: get('ink'),
    soft: get('soft'),
    faint: get('faint'),
    hairline: get('hairline'),
    pale: get('accent-pale'),
    card: get('card'),
  }
}

/** The chart itself; loaded only when a page shows one. */
export default function Drawing({ series }: { series: Series }) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<echarts.ECharts>(undefined)
  const format = useFormat()
  const tone = useTone()
  const { t } = useTranslation()

  useEffect(() => {
    if (!box.current) return undefined
    const drawn = echarts.init(box.current, undefined, { renderer: 'svg' })
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(box.current)
    chart.current = drawn
    return () => {
      watch.disconnect()
      drawn.dispose()
    }
  }, [])

  useEffect(() => {
    const words = {
      target: t('components.chart.target', { value: '' }).trim(),
      usual: t('components.chart.usual'),
      running: t('components.chart.running'),
      rules: { beyond_limits: t('components.chart.beyond_limits'), run_of_eight: t('components.chart.run_of_eight') },
      sample: (n: number) => t('components.chart.sample', { n }),
    }
    chart.current?.setOption(chartOption(series, paintOf(), format, words), true)
  }, [series, format, tone, t])

  return <div ref={box} className={css.box} role="img" aria-label={format.said(series.sentence)} />
}
