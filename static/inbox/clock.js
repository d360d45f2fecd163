/* Times as only the browser can tell them: its zone, its language, and how long somebody has been waiting. */
import { config, text } from './texts.js'

const LATE = 60
const HURRY = 10
const VERY_LATE = 300
const DAY = 86400000

// The page's language in the person's own regional form, where the browser knows one: 14:05 or 2:05 PM.
const locale = navigator.languages.find((own) => own.split('-')[0] === config.language) ?? config.language
const format = (options) => new Intl.DateTimeFormat(locale, options)
const hours = format({ hour: 'numeric', minute: '2-digit' })
const short = format({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
const dates = format({ day: 'numeric', month: 'short' })
const years = format({ day: 'numeric', month: 'short', year: 'numeric' })
const full = format({ dateStyle: 'medium', timeStyle: 'short' })
const long = format({ day: 'numeric', month: 'long', year: 'numeric' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const days = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'short' })

/** Write all times below `root`. */
export function draw(root) {
  for (const time of root.querySelectorAll('time[datetime]')) write(time)
}

export function start() {
  draw(document)
  setInterval(() => document.querySelectorAll('time[data-wait], time[data-left]').forEach(write), 1000)
}

/** "Today", "Yesterday" or the date: what stands between two days of a timeline. */
export function dayName(moment) {
  const ago = daysAgo(moment)
  return ago < 2 ? relative.format(-ago, 'day') : long.format(moment)
}

export function sameDay(a, b) {
  return a.toDateString() === b.toDateString()
}

function write(time) {
  const moment = new Date(time.dateTime)
  const said = 'wait' in time.dataset ? waited(time, moment) : 'left' in time.dataset ? left(time, moment) : told(time, moment)
  if (time.textContent !== said) time.textContent = said
  if (!time.title) time.title = full.format(moment)
}

function told(time, moment) {
  if ('full' in time.dataset) return full.format(moment)
  if ('due' in time.dataset) return (daysAgo(moment) === 0 ? hours : short).format(moment)
  if (daysAgo(moment) === 0) return hours.format(moment)
  // The timeline has a line for each day, the history has none.
  if ('clock' in time.dataset) return (time.closest('.history') ? short : hours).format(moment)
  return (moment.getFullYear() === new Date().getFullYear() ? dates : years).format(moment)
}

function waited(time, since) {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000))
  time.dataset.late = seconds >= VERY_LATE ? 'very' : seconds >= LATE ? 'yes' : 'no'
  return seconds >= 86400 ? days.format(Math.floor(seconds / 86400)) : clock(seconds)
}

/** Until somebody must have accepted, or silence ends it. At nought it stays: what follows is the server's to tell. */
function left(time, until) {
  const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000))
  time.dataset.late = seconds < HURRY ? 'very' : 'no'
  return text(time.dataset.left || 'seconds_left', { time: clock(seconds) })
}

function clock(seconds) {
  const two = (number) => String(number).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

function daysAgo(moment) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(new Date()) - midnight(moment)) / DAY)
}
