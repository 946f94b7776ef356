import { theme as antd, type ThemeConfig } from 'antd'

/** What a surface is made of. Everything that has a colour takes it from here. */
interface Palette {
  paper: string
  card: string
  raised: string
  ink: string
  soft: string
  faint: string
  hairline: string
  accent: string
  accentText: string
  accentPale: string
  refused: string
  refusedPale: string
  accentHover: string
  green: string
  yellow: string
  red: string
  grey: string
  greenText: string
  yellowText: string
  redText: string
  greyText: string
}

const MARKS = { green: '#2E9F6B', yellow: '#C98A00', red: '#CF3B2A', grey: '#8A94A0' }

const light: Palette = {
  ...MARKS,
  paper: '#F7F5F0',
  card: '#FFFFFF',
  raised: '#FFFFFF',
  ink: '#1F2A37',
  soft: '#55606D',
  faint: '#626D79',
  hairline: '#E4E0D8',
  accent: '#1F6F8B',
  accentText: '#1F6F8B',
  accentPale: '#E8F1F4',
  refused: '#8A3B62',
  refusedPale: '#F7EFF3',
  accentHover: '#DCEAEF',
  greenText: '#1D7A50',
  yellowText: '#8A5F00',
  redText: '#B5301F',
  greyText: '#5F6A76',
}

const dark: Palette = {
  ...MARKS,
  paper: '#11161B',
  card: '#181F26',
  raised: '#1E2730',
  ink: '#E3E7EB',
  soft: '#AAB4BE',
  faint: '#8C97A3',
  hairline: '#2A343E',
  accent: '#2F88A8',
  accentText: '#6BB8D2',
  accentPale: '#17313C',
  refused: '#D793B6',
  refusedPale: '#2A1C24',
  accentHover: '#1D3D4A',
  greenText: '#63C597',
  yellowText: '#E2B04A',
  redText: '#F08B7D',
  greyText: '#9BA6B1',
}

const FONTS = [
  '-apple-system',
  'BlinkMacSystemFont',
  '"Segoe UI"',
  'Roboto',
  '"PingFang SC"',
  '"Hiragino Sans GB"',
  '"Microsoft YaHei"',
  '"Noto Sans CJK SC"',
  '"Noto Sans SC"',
  'sans-serif',
]

const palettes = { light, dark }
export type Tone = keyof typeof palettes

/** The class that carries Ant Design's variables, on the root element too. */
export const toneClass = (tone: Tone) => `zs-${tone}`

/** Ant Design's theme: hairlines instead of shadows, paper instead of grey. */
export function themeOf(tone: Tone): ThemeConfig {
  const paint = palettes[tone]
  return {
    algorithm: tone === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    cssVar: { key: toneClass(tone) },
    token: {
      colorPrimary: paint.accent,
      colorInfo: paint.accent,
      colorSuccess: paint.green,
      colorWarning: paint.soft,
      colorWarningBg: paint.accentPale,
      colorWarningBorder: paint.hairline,
      colorError: paint.refused,
      colorErrorBg: paint.refusedPale,
      colorErrorBorder: paint.hairline,
      colorPrimaryBg: paint.accentPale,
      colorPrimaryBgHover: paint.accentHover,
      colorInfoBg: paint.accentPale,
      colorInfoBorder: paint.hairline,
      controlItemBgActive: paint.accentPale,
      controlItemBgActiveHover: paint.accentHover,
      colorLink: paint.accentText,
      colorLinkHover: paint.accent,
      colorTextBase: paint.ink,
      colorText: paint.ink,
      colorTextSecondary: paint.soft,
      colorTextTertiary: paint.faint,
      colorTextDescription: paint.soft,
      colorTextPlaceholder: paint.faint,
      colorBgLayout: paint.paper,
      colorBgContainer: paint.card,
      colorBgElevated: paint.raised,
      colorBorder: tone === 'dark' ? '#3A4651' : '#D3CEC4',
      colorBorderSecondary: paint.hairline,
      colorSplit: paint.hairline,
      borderRadius: 6,
      borderRadiusLG: 8,
      fontSize: 14,
      fontFamily: FONTS.join(', '),
      fontFamilyCode: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
      boxShadow: 'none',
      boxShadowTertiary: 'none',
      boxShadowSecondary: `0 0 0 1px ${paint.hairline}, 0 8px 24px rgba(15, 23, 32, ${tone === 'dark' ? 0.5 : 0.1})`,
      controlHeight: 34,
      motionDurationMid: '0.15s',
      motionDurationSlow: '0.2s',
      colorBgMask: tone === 'dark' ? 'rgba(0, 0, 0, 0.5)' : 'rgba(31, 42, 55, 0.28)',
    },
    components: {
      Table: {
        headerBg: 'transparent',
        headerSplitColor: 'transparent',
        headerColor: paint.soft,
        cellPaddingBlockMD: 11,
        cellPaddingInlineMD: 16,
        bodySortBg: 'transparent',
        headerSortActiveBg: 'transparent',
        headerSortHoverBg: 'transparent',
      },
      Menu: { itemBg: 'transparent', itemSelectedBg: paint.accentPale, itemSelectedColor: paint.accentText },
      Card: { headerFontSize: 15, bodyPadding: 20, headerPadding: 20 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Segmented: { trackBg: tone === 'dark' ? '#0E1317' : '#EEEBE4', itemSelectedBg: paint.card },
      Tree: { nodeSelectedBg: paint.accentPale },
      Tabs: {
        itemColor: paint.soft,
        itemSelectedColor: paint.accentText,
        itemHoverColor: paint.accentText,
        inkBarColor: paint.accentText,
      },
      Tooltip: { colorBgSpotlight: tone === 'dark' ? '#33404C' : '#2B3744' },
    },
  }
}

const NAMES: Record<keyof Palette, string> = Object.fromEntries(
  Object.keys(light).map((name) => [name, `--zs-${name.replace(/[A-Z]/g, (big) => `-${big.toLowerCase()}`)}`]),
) as Record<keyof Palette, string>

/** The same palette as variables for our own style sheets: `--zs-ink`, `--zs-green-text`. */
export function variablesOf(tone: Tone): string {
  const paint = palettes[tone]
  const lines = (Object.keys(paint) as (keyof Palette)[]).map((name) => `${NAMES[name]}:${paint[name]}`)
  return `:root{color-scheme:${tone};${lines.join(';')}}`
}
